// Each chart as a file of its own, and texts for the clipboard.
(() => {
  for (const figure of document.querySelectorAll('figure:has(svg)')) {
    const svg = figure.querySelector('svg');
    const title = svg.querySelector('title').textContent;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'tool';
    button.textContent = 'SVG';
    button.setAttribute('aria-label', `Download as SVG: ${title}`);
    button.addEventListener('click', () => download(`${nameOf(title)}.svg`, standalone(svg)));
    figure.querySelector('figcaption').append(' ', button);
  }

  /** As it is on white paper, wherever it is opened: without the page's colours and fonts, and without what is hidden. */
  function standalone(svg) {
    const copy = svg.cloneNode(true);
    for (const element of copy.querySelectorAll('style, .other')) element.remove();
    const [, , width, height] = copy.getAttribute('viewBox').split(' ');
    copy.setAttribute('width', width);
    copy.setAttribute('height', height);
    copy.setAttribute('style', 'color:#1d2327;background:#fff;font-family:sans-serif');
    const text = new XMLSerializer().serializeToString(copy);
    return text.replaceAll(/var\(--[\w-]+,\s*(#[0-9a-f]+)\)/g, '$1');
  }

  function download(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const nameOf = (title) =>
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9+]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 80);

  for (const button of document.querySelectorAll('button[data-copies]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const said = button.textContent;
      const isCopied = await copy(textOf(document.getElementById(button.dataset.copies)));
      button.textContent = isCopied ? 'Copied' : 'Not copied';
      setTimeout(() => {
        button.textContent = said;
      }, 1500);
    });
  }

  /** Of a link to data, what it leads to; of anything else, what can be read in it. */
  function textOf(element) {
    const [, data] = element.href?.split(';base64,') ?? [];
    if (data === undefined) return element.textContent;
    return new TextDecoder().decode(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without the permission a selection can still be copied.
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      const isCopied = document.execCommand('copy');
      area.remove();
      return isCopied;
    }
  }
})();
