(async (place) => {
  if (!window.Plotly) {
    const bytes = Uint8Array.from(atob("%(library)s"), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  }
  const figure = %(figure)s;
  Plotly.newPlot(place, figure.data, figure.layout, figure.config);
})(document.currentScript?.previousElementSibling ?? document.getElementById("%(place)s"));