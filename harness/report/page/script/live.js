// What a served page has besides: it loads itself again when the server has a newer one. The browser keeps its place.
(() => {
  const changes = new EventSource('/changes');
  changes.addEventListener('message', ({ data: version }) => {
    if (version !== document.documentElement.dataset.version) location.reload();
  });
})();
