// Ids in plotly's drawings are random: each figure gets its own seed, so that equal figures are equal
// bytes, whatever is drawn beside them.
window.seedRandom = (seed) => {
  let state = seed >>> 0;
  Math.random = () => {
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};
window.seedRandom(1);

window.drawAll = async (figures) => {
  const drawn = [];
  let seed = 1;
  for (const figure of figures) {
    window.seedRandom(seed);
    seed += 1;
    const place = document.createElement('div');
    document.body.append(place);
    try {
      await Plotly.newPlot(place, figure.data, figure.layout, {staticPlot: true});
      drawn.push(Plotly.Snapshot.toSVG(place, 'svg'));
    } catch (error) {
      drawn.push('');
    }
    Plotly.purge(place);
    place.remove();
  }
  return JSON.stringify(drawn);
};
