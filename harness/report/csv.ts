import { stringify } from 'csv-stringify/sync';
import type { Column } from './cells.ts';

const columns = ['suite', 'teacher', 'student', 'distiller', 'trials', 'mean', 'deviation', 'accuracies'];

/**
 * The cells in CSV, one a line; a teacher's own accuracy has no student and the distiller `teacher`.
 * Accuracies are per cent; what is not there is empty.
 */
export function csvOf(cells: readonly Column[], suite: string): string {
  const teachers = new Map(cells.map(({ teacher, teacherAccuracy }) => [teacher, teacherAccuracy]));
  const rows = [
    ...Array.from(teachers, ([teacher, accuracy]) => {
      const accuracies = accuracy === undefined ? [] : [accuracy];
      return lineFor([suite, teacher, '', 'teacher'], { accuracies, mean: accuracy, deviation: undefined });
    }),
    ...cells.flatMap(({ teacher, student, cells: distillers }) =>
      distillers.map((cell) => lineFor([suite, teacher, student, cell.distiller.name], cell)),
    ),
  ];
  return stringify([columns, ...rows]);
}

function lineFor(
  names: string[],
  { accuracies, mean, deviation }: { accuracies: number[]; mean: number | undefined; deviation: number | undefined },
): string[] {
  return [...names, String(accuracies.length), digits(mean), digits(deviation), accuracies.map(digits).join(' ')];
}

/** Four decimals at most: more than the largest test set resolves. */
function digits(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toFixed(4)));
}
