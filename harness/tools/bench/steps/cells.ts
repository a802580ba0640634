import { counted } from '../../../base/counted.ts';
import { Problem } from '../../../base/problem.ts';
import type { Configuration } from '../../../job/job.ts';
import { expand } from '../../../suite/expand.ts';
import { loadSuite } from '../../../suite/load.ts';
import type { Suite } from '../../../suite/suite.ts';
import type { ChosenOptions, StepOptions } from './options.ts';

/** A student whose training steps are measured, with its distiller and teacher. */
export type MeasuredStudent = Extract<Configuration, { kind: 'student' }>;

/** `resnet8x4-from-resnet32x4-KD`, as jobs are called. */
export function measuredName({ network, teacher, distiller }: MeasuredStudent): string {
  return [network, ...(teacher ? ['from', teacher.network] : []), distiller.name].join('-');
}

/**
 * What an option's pairs and distillers come to, with the suite's own recipes.
 * @throws Problem where the suite has them not, or nothing is left to measure
 */
export async function cellsFor({ suite, pairs, distillers, mixedPrecision }: StepOptions): Promise<MeasuredStudent[]> {
  const plan = expand(await (suite === undefined ? allMethods() : loadSuite(suite)), {
    ...{ pairs, distillers, trial: [1] },
    ...(mixedPrecision && { arithmetic: { mixedPrecision } }),
  });
  const cells = plan.jobs.map(({ configuration }) => configuration).filter((job) => job.kind === 'student');
  if (cells.length === 0) {
    const rows = plan.tables.flatMap(({ columns }) => columns.flatMap((column) => column.rows));
    throw new Problem(`Nothing is left to measure: ${rows[0]?.unfit}`, 'Give other pairs or distillers');
  }
  return cells.map(withoutProgress);
}

/** The paper's pairs, with the rows of the paper and those of the methods after it. */
async function allMethods(): Promise<Suite> {
  const [paper, later] = (await Promise.all(['cifar100', 'after-crd'].map(loadSuite))) as [Suite, Suite];
  const names = new Set(paper.distillers.map(({ name }) => name));
  return { ...paper, distillers: [...paper.distillers, ...later.distillers.filter(({ name }) => !names.has(name))] };
}

/**
 * A step between two epochs would be another one: smaller, and with a test behind it.
 * @throws Problem where the steps do not fit into one epoch
 */
export function checkImages(cells: readonly MeasuredStudent[], { images, rounds, steps }: ChosenOptions): void {
  const batch = Math.max(...cells.map(({ recipe }) => recipe.batch));
  const needed = (rounds + 1) * (steps + 1) * batch;
  if (needed <= images) return;
  throw new Problem(
    `${counted(rounds, 'round')} of ${counted(steps, 'step')}, those that warm up included, take ${needed} images, and there are ${images}`,
    'Give more --images, or fewer --rounds or --steps: all must fit into one epoch',
  );
}

/**
 * Networks that learn from noise, by a teacher that knows nothing, may diverge at the recipe's rate. How long a step takes
 * does not depend on the rate.
 */
function withoutProgress(cell: MeasuredStudent): MeasuredStudent {
  return { ...cell, recipe: { ...cell.recipe, rate: 1e-9 } };
}
