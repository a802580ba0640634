import type { Checked } from '../../check/checked.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import { needsTeacher } from '../../job/distiller.ts';
import { captionFor } from '../../report/caption.ts';
import { type Column, cellsOf } from '../../report/cells.ts';
import { importedLines } from '../../suite/imported-teachers.ts';
import { notServed } from '../../suite/not-served.ts';
import type { PlannedTable } from '../../suite/plan.ts';
import type { PageRow, PageTable } from '../page-data.ts';
import { bestOf } from './best.ts';
import { pageCell } from './page-cell.ts';
import { teacherCell } from './teacher-cell.ts';

/** The suite's tables, each cell with its published counterpart and its verdict. */
export function tablesFor({ plan, done, failures, baseline }: Evidence, checked: Checked | string): PageTable[] {
  const findings = typeof checked === 'string' ? [] : checked.findings;
  return plan.tables.map((planned): PageTable => {
    const columns = cellsOf(plan, planned, { results: done, failures, baseline });
    const best = columns.map(({ cells }) => bestOf(cells));
    const distillers = columns[0]?.cells.map(({ distiller }) => distiller) ?? [];
    const order = [...distillers.filter((one) => !needsTeacher(one)), ...distillers.filter(needsTeacher)];
    return {
      name: planned.name,
      title: planned.title,
      caption: captionFor({
        columns,
        trials: planned.trials,
        epochs: new Set(columns.map(({ epochs }) => epochs)),
        bold: best.some((cell) => cell !== undefined),
      }),
      pairs: columns.map(({ teacher, student }) => ({ teacher, student })),
      rows: [
        { name: 'Teacher', fixed: true, cells: columns.map(teacherCell) },
        ...order.map((distiller): PageRow => {
          const cells = columns.map((column, index) => {
            const cell = column.cells.find((one) => one.distiller === distiller)!;
            const about = { table: planned.name, column, isBest: cell === best[index] };
            return pageCell(cell, about, findings);
          });
          return { name: needsTeacher(distiller) ? distiller.name : `Student (${distiller.name})`, cells };
        }),
      ],
      notes: notesFor(planned, columns),
    };
  });
}

function notesFor({ columns: planned }: PlannedTable, columns: readonly Column[]): string[] {
  const incomparable = new Set(columns.flatMap(({ notComparable }) => notComparable ?? []));
  return [
    ...[...incomparable].map((why) => `${why}: the published numbers do not apply.`),
    ...importedLines(planned).map((line) => `${line.replace(/^t/, 'T')}.`),
    ...notServed(planned).map((line) => `n/a: ${line}.`),
  ];
}
