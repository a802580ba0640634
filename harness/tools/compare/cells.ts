import { Problem } from '../../base/problem.ts';
import type { Distiller } from '../../job/distiller.ts';
import type { Pair } from '../../suite/pair.ts';
import { pairName } from '../../suite/pair-name.ts';
import type { Plan, PlannedColumn, PlannedRow } from '../../suite/plan.ts';
import type { MeasuredStudent } from '../bench/steps/cells.ts';
import { lacksDistiller, lacksRecipe } from './both-have.ts';

/** One of our jobs, which RepDistiller does too. */
export interface Student {
  id: string;
  label: string;
  configuration: MeasuredStudent;
}

/** The students of a distiller on a pair: what both sides train, and what is compared. */
export interface ComparedCell {
  pair: Pair;
  distiller: Distiller;
  teacher: PlannedColumn['teacher'];
  /** One a trial. */
  students: Student[];
}

/** `KD on resnet20/resnet8` */
export function nameOf({ pair, distiller }: Pick<ComparedCell, 'pair' | 'distiller'>): string {
  return `${distiller.name} on ${pairName(pair)}`;
}

/**
 * The cells of a plan, each once.
 * @throws Problem where RepDistiller's programs do not train one of them
 */
export function comparedCells({ suite, tables, jobs }: Plan): ComparedCell[] {
  if (suite.dataset.name !== 'cifar100') {
    const message = `the suite ${suite.name} is of ${suite.dataset.name}, and RepDistiller normalises and mirrors images as those of CIFAR-100`;
    throw new Problem(message, 'Give a suite of cifar100: its archive may be any in the form of the official one');
  }
  if (suite.teacherDataset || suite.views) {
    const message = `in the suite ${suite.name} teachers and students see different images, and in RepDistiller the same`;
    throw new Problem(message, 'Give a suite without teacherDataset and views');
  }
  const students = new Map(jobs.map(({ id, label, configuration }) => [id, { id, label, configuration }]));
  const cells = tables.flatMap(({ columns }) =>
    columns.flatMap((column) => {
      refuseColumn(column);
      return column.rows.flatMap((row) => {
        if (row.unfit !== undefined) return [];
        refuseRow(row, suite.distillers);
        return [
          {
            ...{ pair: column.pair, distiller: row.distiller, teacher: column.teacher },
            students: row.jobs.map((id) => students.get(id) as Student),
          },
        ];
      });
    }),
  );
  if (cells.length === 0) throw new Problem('nothing is left to compare', 'Give other pairs or distillers');
  for (const { pair, students } of cells) refuseRecipe(pair, students[0]!);
  return [...new Map(cells.map((cell) => [cell.students[0]!.id, cell])).values()];
}

function refuseColumn({ pair, target, fellows }: PlannedColumn): void {
  const what = target
    ? 'a transfer'
    : pair.mutual
      ? 'mutual learning'
      : pair.assistant
        ? 'taught by an assistant'
        : fellows.length > 0
          ? 'an ensemble'
          : undefined;
  if (!what) return;
  throw new Problem(`${pairName(pair)} is ${what}, which RepDistiller does not train`, 'Leave it out with --pairs');
}

function refuseRow({ distiller }: PlannedRow, all: readonly Distiller[]): void {
  const why = lacksDistiller(distiller);
  if (why === undefined) return;
  const both = all.filter((one) => lacksDistiller(one) === undefined).map(({ name }) => name);
  throw new Problem(
    `RepDistiller cannot be compared on ${distiller.name}: ${why}`,
    both.length > 0 ? `Give --distillers of ${both.join(', ')}` : 'Give another suite',
  );
}

function refuseRecipe(pair: Pair, { configuration }: Student): void {
  const why = lacksRecipe(pair, configuration.recipe);
  if (why === undefined) return;
  throw new Problem(`RepDistiller cannot be compared on ${pairName(pair)}: ${why}`, 'Leave it out with --pairs');
}
