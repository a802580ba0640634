// Where rows of a table say which paper they are from, those of one paper can be shown alone, with the rows of no paper about the same.
(() => {
  for (const table of document.querySelectorAll('table')) {
    const rows = [...table.querySelectorAll('tr[data-paper]')];
    const papers = [...new Set(rows.map(({ dataset }) => dataset.paper))].sort();
    if (papers.length < 2) continue;
    const select = document.createElement('select');
    select.append(new Option('all', ''), ...papers.map((paper) => new Option(paper)));
    select.addEventListener('change', () => {
      const nameOf = (row) => row.cells[0].textContent;
      const chosen = rows.filter(({ dataset }) => select.value === '' || dataset.paper === select.value);
      const names = new Set(chosen.map(nameOf));
      for (const row of table.tBodies[0].rows) {
        row.hidden = !(row.dataset.paper === undefined ? names.has(nameOf(row)) : chosen.includes(row));
      }
    });
    const label = document.createElement('label');
    label.append('Paper ', select);
    const bar = document.createElement('div');
    bar.className = 'choices';
    bar.append(label);
    table.parentElement.before(bar);
  }
})();
