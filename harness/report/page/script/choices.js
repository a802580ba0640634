// Where charts say what they are of, one of them is shown at a time, with those distillers that are wanted.
(() => {
  for (const figures of document.querySelectorAll('.figures')) {
    const all = [...figures.querySelectorAll('figure[data-choice]')];
    if (all.length === 0) continue;
    const choices = [...new Set(all.map(({ dataset }) => dataset.choice))];
    const names = [...new Set([...figures.querySelectorAll('[data-of]')].map(({ dataset }) => dataset.of))];
    const bar = document.createElement('div');
    bar.className = 'choices';
    if (choices.length > 1) bar.append(pairChoice(choices, all));
    if (names.length > 1) bar.append(distillerChoice(names, figures));
    figures.before(bar);
  }

  /** The others stay for those who print. */
  function pairChoice(choices, all) {
    const select = document.createElement('select');
    select.append(...choices.map((choice) => new Option(choice)));
    const show = () => {
      for (const figure of all) figure.classList.toggle('other', figure.dataset.choice !== select.value);
    };
    select.addEventListener('change', show);
    show();
    const label = document.createElement('label');
    label.append('Pair ', select);
    return label;
  }

  function distillerChoice(names, figures) {
    const group = document.createElement('fieldset');
    const legend = document.createElement('legend');
    legend.textContent = 'Distillers';
    const boxes = names.map((name) => {
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.checked = true;
      box.value = name;
      box.addEventListener('change', show);
      return box;
    });
    const labels = boxes.map((box) => {
      const label = document.createElement('label');
      const swatch = document.querySelector(`.swatch[data-swatch="${CSS.escape(box.value)}"]`);
      label.append(box, ...(swatch ? [swatch.cloneNode(true)] : []), box.value);
      return label;
    });
    group.append(legend, ...labels, button('All', true), button('None', false));
    return group;

    function button(text, checked) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.addEventListener('click', () => {
        for (const box of boxes) box.checked = checked;
        show();
      });
      return button;
    }

    function show() {
      const hidden = new Set(boxes.filter(({ checked }) => !checked).map(({ value }) => value));
      for (const mark of figures.querySelectorAll('[data-of]')) {
        mark.classList.toggle('other', hidden.has(mark.dataset.of));
      }
    }
  }
})();
