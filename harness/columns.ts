/**
 * Lines whose columns stand below each other, two blanks apart, but for those that are empty. A column of numbers, with
 * or without their units, stands to the right.
 */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const count = Math.max(0, ...rows.map(({ length }) => length));
  const columns = Array.from({ length: count }, (_, column) => rows.map((row) => row[column] ?? ''));
  const padded = columns.filter((cells) => cells.some((cell) => cell !== '')).map(padAlike);
  return rows.map((_, row) =>
    padded
      .map((cells) => cells[row])
      .join('  ')
      .trimEnd(),
  );
}

function padAlike(cells: readonly string[]): string[] {
  const width = Math.max(...cells.map(({ length }) => length));
  const numeric = cells.every((cell) => /^(\d|$)/.test(cell));
  return cells.map((cell) => (numeric ? cell.padStart(width) : cell.padEnd(width)));
}
