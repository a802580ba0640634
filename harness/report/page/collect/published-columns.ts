import type { Cell, Column } from '../../../results/cells.ts';

/** The same columns with what was published instead of what was measured: only of cells that have both. */
export function publishedColumns(columns: readonly Column[]): Column[] {
  return columns.map((column) => ({ ...column, cells: column.cells.map(publishedCell) }));
}

function publishedCell(cell: Cell): Cell {
  const mean = cell.mean === undefined ? undefined : (cell.published?.mean.value ?? undefined);
  return { ...cell, mean };
}
