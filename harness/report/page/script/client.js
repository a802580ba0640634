// What the page does by itself: tables sort by their columns, a cell's detail opens on hover and on focus.
(() => {
  /** What a column goes through; `none` is the order of the paper. Numbers begin with the highest, names with the first. */
  const statesOf = { numbers: ['none', 'descending', 'ascending'], names: ['none', 'ascending', 'descending'] };
  const words = {
    numbers: { descending: 'highest first', ascending: 'lowest first' },
    names: { descending: 'from Z to A', ascending: 'from A to Z' },
  };

  const status = document.createElement('p');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  document.body.append(status);

  for (const table of document.querySelectorAll('table.sortable')) {
    const body = table.querySelector('tbody:not(.fixed)');
    const order = [...body.rows];
    const headings = [...table.tHead.rows[0].cells];
    for (const [column, heading] of headings.entries()) {
      heading.querySelector('.sort').addEventListener('click', () => {
        const kind = isNumeric(order, column) ? 'numbers' : 'names';
        const states = statesOf[kind];
        const state = states[(states.indexOf(heading.ariaSort) + 1) % states.length];
        for (const other of headings) other.ariaSort = 'none';
        heading.ariaSort = state;
        body.append(...(state === 'none' ? order : sorted(order, column, state)));
        const name = heading.textContent.trim();
        status.textContent =
          state === 'none' ? 'In the original order again.' : `Sorted by ${name}, ${words[kind][state]}.`;
      });
    }
  }

  function isNumeric(rows, column) {
    return rows.some((row) => row.cells[column].dataset.value !== undefined);
  }

  /** Rows by their values in a column, or by its texts where it has no values; those without stand last. */
  function sorted(rows, column, state) {
    const hasNumbers = isNumeric(rows, column);
    const keyOf = ({ cells }) => (hasNumbers ? Number(cells[column].dataset.value) : cells[column].textContent);
    const compare = (a, b) => (hasNumbers ? a - b : a.localeCompare(b, 'en', { numeric: true }));
    const isMissing = (key) => key === '' || Number.isNaN(key);
    return rows.toSorted((one, other) => {
      const [a, b] = [keyOf(one), keyOf(other)];
      if (isMissing(a) || isMissing(b)) return isMissing(a) - isMissing(b);
      return state === 'ascending' ? compare(a, b) : compare(b, a);
    });
  }

  const watcher = new ResizeObserver((entries) => {
    for (const { target: box } of entries) {
      const ways = [];
      if (box.scrollWidth > box.clientWidth + 1) ways.push('sideways →');
      if (box.matches('.tall') && box.scrollHeight > box.clientHeight + 1) ways.push('down ↓');
      if (ways.length > 0) box.dataset.scrolls = ways.join(' and ');
      else delete box.dataset.scrolls;
    }
  });
  for (const box of document.querySelectorAll('.scrolling')) watcher.observe(box);

  /** The detail that is open, and its cell's button. */
  let open;
  let closing;

  for (const button of document.querySelectorAll('button[popovertarget]')) {
    const detail = document.getElementById(button.getAttribute('popovertarget'));
    // From here on it is ours to open: the browser would close at a click what the pointer has just opened.
    button.removeAttribute('popovertarget');
    detail.popover = 'manual';
    const show = () => {
      clearTimeout(closing);
      if (open?.detail === detail) return;
      open?.detail.hidePopover();
      detail.showPopover();
      open = { detail, button };
      place(open);
    };
    // A moment, in which the pointer can move onto the detail.
    const hide = () => {
      closing = setTimeout(close, 150);
    };
    for (const event of ['mouseenter', 'focus', 'click']) button.addEventListener(event, show);
    for (const event of ['mouseleave', 'blur']) button.addEventListener(event, hide);
    detail.addEventListener('mouseenter', () => clearTimeout(closing));
    detail.addEventListener('mouseleave', hide);
  }

  function close() {
    open?.detail.hidePopover();
    open = undefined;
  }
  addEventListener('scroll', () => open && place(open), { passive: true, capture: true });
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });

  /** Below its cell, or above it where there is no room; never out of the window. */
  function place({ detail, button }) {
    const cell = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = detail;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.max(8, Math.min(cell.left + cell.width / 2 - width / 2, clientWidth - width - 8));
    const below = cell.bottom + 4;
    const top = below + height <= clientHeight ? below : Math.max(8, cell.top - height - 4);
    detail.style.left = `${left}px`;
    detail.style.top = `${top}px`;
  }
})();
