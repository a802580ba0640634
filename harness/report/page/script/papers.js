// Where rows of a table say which paper they are from, those of one paper can be shown alone.
(() => {
  for (const table of document.querySelectorAll('table')) {
    const rows = [...table.querySelectorAll('tr[data-paper]')];
    const papers = [...new Set(rows.map(({ dataset }) => dataset.paper))].sort();
    if (papers.length < 2) continue;
    const select = document.createElement('select');
    select.append(new Option('all', ''), ...papers.map((paper) => new Option(paper)));
    select.addEventListener('change', () => {
      for (const row of rows) row.hidden = select.value !== '' && row.dataset.paper !== select.value;
    });
    const label = document.createElement('label');
    label.append('Paper ', select);
    const bar = document.createElement('div');
    bar.className = 'choices';
    bar.append(label);
    table.parentElement.before(bar);
  }
})();
