import { stringify } from 'csv-stringify/sync';
import { stateOf } from '../../results/cell-text.ts';
import type { Cell, Column, NamedColumns } from '../../results/cells.ts';
import type { PublishedCell } from '../../suite/baseline/cells.ts';
import { teachersName } from '../../suite/pair-name.ts';

const header = [
  ...['suite', 'table', 'teacher', 'student', 'distiller', 'trials', 'mean', 'deviation', 'values', 'note'],
  ...['state', 'best_epoch_mean', 'published', 'published_deviation', 'published_runs', 'difference', 'metric'],
];

/**
 * The cells in CSV, one a line; a teacher's own accuracy has no student and the distiller `teacher`.
 * Values are per cent, differences points; what is not there is empty. The note says why a cell cannot be filled.
 * Where there are targets, their names stand last.
 */
export function csvOf(tables: NamedColumns, suite: string): string {
  const hasTargets = tables.some(({ columns }) => columns.some(({ target }) => target));
  const targetOf = ({ target }: Column) => (hasTargets ? [target?.name ?? ''] : []);
  const lines = tables.flatMap(({ name, columns }) => {
    const teachers = new Map(columns.map((column) => [`${teachersName(column)} ${column.target?.name}`, column]));
    return [
      ...Array.from(teachers.values(), (column) => [...teacherLine([suite, name], column), ...targetOf(column)]),
      ...columns.flatMap((column) =>
        column.cells.map((cell) => {
          const names = [suite, name, teachersName(column), column.student, cell.distiller.name];
          return [...cellLine(names, cell), column.metric, ...targetOf(column)];
        }),
      ),
    ];
  });
  return stringify([[...header, ...(hasTargets ? ['target'] : [])], ...lines]);
}

function teacherLine(names: readonly string[], column: Column): string[] {
  const { metric, teacherValue: mean, teacherPublished } = column;
  const count = mean === undefined ? '0' : '1';
  const values = [count, digits(mean), '', digits(mean), '', '', ''];
  return [...names, teachersName(column), '', 'teacher', ...values, ...publishedFields(mean, teacherPublished), metric];
}

function cellLine(names: readonly string[], cell: Cell): string[] {
  const { trials, mean, deviation, bestMean, unfit, failed, published } = cell;
  const values = trials.map(({ value }) => digits(value)).join(' ');
  const note = unfit === undefined ? (failed ?? '') : `n/a: ${unfit}`;
  const fields = [String(trials.length), digits(mean), digits(deviation), values, note];
  return [...names, ...fields, stateOf(cell), digits(bestMean), ...publishedFields(mean, published)];
}

function publishedFields(mean: number | undefined, published: PublishedCell | undefined): string[] {
  const [value, deviation, runs] = [published?.mean.value, published?.deviation.value, published?.runs].map(
    (number) => number ?? undefined,
  );
  const difference = mean === undefined || value === undefined ? undefined : mean - value;
  return [value, deviation, runs, difference].map(digits);
}

/** Four decimals at most: more than the largest test set resolves. */
function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toFixed(4)));
}
