addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((d) => {
  d.dataset.was = d.open;
  d.open = true;
}));
addEventListener('afterprint', () => document.querySelectorAll('details').forEach((d) => {
  d.open = d.dataset.was === 'true';
}));
