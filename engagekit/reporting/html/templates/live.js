(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const wide = matchMedia('(min-width: 760px)');
  const colours = JSON.parse(document.getElementById('dark-colours').textContent);
  const draw = () => document.querySelectorAll('[data-live]').forEach((place) => {
    const width = wide.matches ? '-wide' : '-narrow';
    let text = document.getElementById(place.dataset.live + width).textContent;
    if (dark.matches) text = text.replace(/#[0-9a-f]{6}/gi, (c) => colours[c.toLowerCase()] || c);
    const figure = JSON.parse(text);
    Plotly.newPlot(place, figure.data, figure.layout,
      {displayModeBar: false, showSendToCloud: false, responsive: false});
    place.classList.add('is-live');
  });
  draw();
  dark.addEventListener('change', draw);
  wide.addEventListener('change', draw);
})();
