import { stringify } from 'csv-stringify/sync';
import type { Cell, Column } from './cells.ts';

const header = [
  'suite',
  'table',
  'teacher',
  'student',
  'distiller',
  'trials',
  'mean',
  'deviation',
  'accuracies',
  'note',
];

/** A table's columns, by its name. */
export type NamedColumns = readonly { name: string; columns: readonly Column[] }[];

/**
 * The cells in CSV, one a line; a teacher's own accuracy has no student and the distiller `teacher`.
 * Accuracies are per cent; what is not there is empty. The note says why a cell cannot be filled.
 */
export function csvOf(tables: NamedColumns, suite: string): string {
  const lines = tables.flatMap(({ name, columns }) => {
    const teachers = new Map(columns.map(({ teacher, teacherAccuracy }) => [teacher, teacherAccuracy]));
    return [
      ...Array.from(teachers, ([teacher, mean]) =>
        lineFor([suite, name, teacher, '', 'teacher'], { accuracies: mean === undefined ? [] : [mean], mean }),
      ),
      ...columns.flatMap(({ teacher, student, cells }) =>
        cells.map((cell) => {
          const accuracies = cell.trials.map(({ accuracy }) => accuracy);
          return lineFor([suite, name, teacher, student, cell.distiller.name], { ...cell, accuracies });
        }),
      ),
    ];
  });
  return stringify([header, ...lines]);
}

function lineFor(
  names: readonly string[],
  { accuracies, mean, deviation, unfit }: { accuracies: number[] } & Pick<Cell, 'mean'> & Partial<Cell>,
): string[] {
  const values = [String(accuracies.length), digits(mean), digits(deviation), accuracies.map(digits).join(' ')];
  return [...names, ...values, unfit === undefined ? '' : `n/a: ${unfit}`];
}

/** Four decimals at most: more than the largest test set resolves. */
function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toFixed(4)));
}
