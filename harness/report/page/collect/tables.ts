import type { Checked } from '../../../check/checked.ts';
import type { Cell, Column } from '../../../results/cells.ts';
import { teachersName } from '../../../suite/pair-name.ts';
import type { PlannedTable } from '../../../suite/plan.ts';
import { notesOn } from '../../tables/report.ts';
import { resultTable, type TableRow } from '../../tables/table.ts';
import type { PageRow, PageTable } from '../page-data.ts';
import { pageCell } from './page-cell.ts';
import { teacherCell } from './teacher-cell.ts';

/** A planned table with its cells. */
export interface MeasuredTable {
  planned: PlannedTable;
  columns: Column[];
}

/** A table as the report's other formats have it, each cell with its published counterpart, its verdict and its details. */
export function pageTable({ planned, columns }: MeasuredTable, checked: Checked | string): PageTable {
  const { name, title, trials } = planned;
  const { caption, rows } = resultTable({ title, columns, trials });
  const findings = typeof checked === 'string' ? [] : checked.findings;
  return {
    ...{ name, title, caption },
    pairs: columns.map((column) => {
      const { student, mutual, target } = column;
      return { teacher: teachersName(column), student, mutual, target: target?.title };
    }),
    rows: [
      { name: 'Teacher', fixed: true, cells: columns.map(teacherCell) },
      ...rows.flatMap((row) => rowOf(row) ?? []),
    ],
    notes: notesOn(planned.columns, columns),
  };

  /** Undefined for what is no row of a distiller: networks' names and the teachers. */
  function rowOf({ name: row, cells: shown }: TableRow): PageRow | undefined {
    const cells = columns.flatMap((column, pair) => {
      const cell = column.cells.find((one) => isOf(one, row));
      return cell ? [pageCell(cell, { table: name, column, shown: shown[pair]! }, findings)] : [];
    });
    const distiller = columns[0]?.cells.find((one) => isOf(one, row))?.distiller.name;
    return cells.length > 0 ? { name: row, ...(distiller !== undefined && { distiller }), cells } : undefined;
  }
}

/** Is a row that cell's? The student that learns alone is called one. */
const isOf = ({ distiller }: Cell, row: string) => row === distiller.name || row === `Student (${distiller.name})`;
