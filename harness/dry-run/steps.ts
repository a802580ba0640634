import { stepsAnEpoch } from '../data/batches.ts';
import { type Configuration, epochsOf } from '../job/job.ts';
import type { PlannedJob } from '../suite/plan.ts';

/**
 * How many steps a job takes, those of a first stage included.
 * @param images how many there are to train on; undefined where that is not known
 */
export function stepsOf(configuration: Configuration, images: number | undefined): number | undefined {
  return images && epochsOf(configuration) * stepsAnEpoch(images, configuration.recipe.batch);
}

/** `27 jobs, 6,480 epochs, 5,067,360 steps` */
export function amountOf(jobs: readonly PlannedJob[], images: number | undefined): string {
  const total = (count: (configuration: Configuration) => number) =>
    jobs.reduce((sum, { configuration }) => sum + count(configuration), 0).toLocaleString('en');
  const parts = [`${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`, `${total(epochsOf)} epochs`];
  if (images !== undefined) parts.push(`${total((configuration) => stepsOf(configuration, images)!)} steps`);
  return parts.join(', ');
}
