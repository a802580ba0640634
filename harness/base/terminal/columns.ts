/**
 * Lines whose columns stand below each other, two blanks apart, but for those that are empty. A column of numbers, with
 * or without their units, is aligned to the right.
 * @param headings above the columns, by default none
 */
export function inColumns(rows: readonly (readonly string[])[], headings: readonly string[] = []): string[] {
  const count = Math.max(0, ...rows.map(({ length }) => length));
  const columns = Array.from({ length: count }, (_, column) => ({
    heading: headings.length > 0 ? [headings[column] ?? ''] : [],
    cells: rows.map((row) => row[column] ?? ''),
  }));
  const padded = columns.filter(({ cells }) => cells.some((cell) => cell !== '')).map(padAlike);
  const lines = rows.length + Math.min(1, headings.length);
  return Array.from({ length: lines }, (_, line) =>
    padded
      .map((cells) => cells[line])
      .join('  ')
      .trimEnd(),
  );
}

function padAlike({ heading, cells }: { heading: readonly string[]; cells: readonly string[] }): string[] {
  const all = [...heading, ...cells];
  const width = Math.max(...all.map(({ length }) => length));
  const numeric = cells.every((cell) => /^(\d|$)/.test(cell));
  return all.map((cell) => (numeric ? cell.padStart(width) : cell.padEnd(width)));
}
