addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((d) => {
  d.dataset.was = d.open;
  d.open = true;
}));
addEventListener('afterprint', () => document.querySelectorAll('details').forEach((d) => {
  d.open = d.dataset.was === 'true';
}));
const toc = document.querySelector('.toc');
if (toc && matchMedia('screen and (min-width: 1040px)').matches) toc.open = true;
