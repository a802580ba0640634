import { stepsAnEpoch } from '../data/batches.ts';
import { epochsOf, isTraining, type Training } from '../job/job.ts';
import type { PlannedJob } from '../suite/plan.ts';
import type { Images } from './images.ts';

/**
 * How many steps a job takes, those of a first stage included.
 * @returns undefined where it is not known how many images there are
 */
export function stepsOf(configuration: Training, images: Images): number | undefined {
  const count = images(configuration.dataset);
  return count && epochsOf(configuration) * stepsAnEpoch(count, configuration.recipe.batch);
}

/** `27 jobs, 6,480 epochs, 5,067,360 steps`; probes train in neither. */
export function amountOf(jobs: readonly PlannedJob[], images: Images): string {
  const trainings = jobs.map(({ configuration }) => configuration).filter(isTraining);
  const total = (what: string, count: (configuration: Training) => number) =>
    counted(
      trainings.reduce((sum, configuration) => sum + count(configuration), 0),
      what,
    );
  const isKnown = trainings.every(({ dataset }) => images(dataset) !== undefined);
  const steps = isKnown ? [total('step', (configuration) => stepsOf(configuration, images)!)] : [];
  return [counted(jobs.length, 'job'), total('epoch', epochsOf), ...steps].join(', ');
}

/** `1 step`, `187,680 steps` */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
