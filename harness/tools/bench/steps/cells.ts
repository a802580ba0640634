import { Problem } from '../../../base/problem.ts';
import type { Configuration } from '../../../job/job.ts';
import { expand } from '../../../suite/expand.ts';
import { loadSuite } from '../../../suite/load.ts';
import type { StepOptions } from './options.ts';

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
export async function cellsFor({
  suite,
  pairs,
  distillers,
  images,
  rounds,
  steps,
}: StepOptions): Promise<MeasuredStudent[]> {
  const plan = expand(await loadSuite(suite), { pairs, distillers, trial: [1] });
  const cells = plan.jobs.map(({ configuration }) => configuration).filter((job) => job.kind === 'student');
  if (cells.length === 0) {
    const rows = plan.tables.flatMap(({ columns }) => columns.flatMap((column) => column.rows));
    throw new Problem(`Nothing is left to measure: ${rows[0]?.unfit}`, 'Give other pairs or distillers');
  }
  // A step between two epochs would be another one: smaller, and with a test behind it.
  const batch = Math.max(...cells.map(({ recipe }) => recipe.batch));
  const needed = (rounds + 1) * (steps + 1) * batch;
  if (needed > images) {
    throw new Problem(
      `${rounds} rounds of ${steps} steps, those that warm up included, take ${needed} images, and there are ${images}`,
      'Give more --images, or fewer --rounds or --steps: all must fit into one epoch',
    );
  }
  return cells.map(withoutProgress);
}

/**
 * Networks that learn from noise, by a teacher that knows nothing, may diverge at the recipe's rate. How long a step takes
 * does not depend on the rate.
 */
function withoutProgress(cell: MeasuredStudent): MeasuredStudent {
  return { ...cell, recipe: { ...cell.recipe, rate: 1e-9 } };
}
