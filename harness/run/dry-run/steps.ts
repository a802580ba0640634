import { counted } from '../../base/counted.ts';
import { stepsAnEpoch } from '../../data/sets/batches.ts';
import { epochsOf, isTraining, type Training } from '../../job/job.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import type { Images } from './images.ts';

/**
 * How many steps a job takes, those of a first stage included.
 * @returns undefined where it is not known how many images there are
 */
export function jobSteps(configuration: Training, images: Images): number | undefined {
  const count = images(configuration.dataset);
  return count && epochsOf(configuration) * stepsAnEpoch(count, configuration.recipe.batch);
}

/** How many steps jobs take in all; undefined where it is not known how many images there are. */
export function totalSteps(jobs: readonly Pick<PlannedJob, 'configuration'>[], images: Images): number | undefined {
  const steps = trainingsOf(jobs).map((configuration) => jobSteps(configuration, images));
  return steps.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
}

/** `27 jobs, 6,480 epochs, 5,067,360 steps`; probes train in neither. */
export function amountOf(jobs: readonly PlannedJob[], images: Images): string {
  const epochs = trainingsOf(jobs).reduce((sum, configuration) => sum + epochsOf(configuration), 0);
  const steps = totalSteps(jobs, images);
  const known = steps === undefined ? [] : [counted(steps, 'step')];
  return [counted(jobs.length, 'job'), counted(epochs, 'epoch'), ...known].join(', ');
}

const trainingsOf = (jobs: readonly Pick<PlannedJob, 'configuration'>[]): Training[] =>
  jobs.map(({ configuration }) => configuration).filter(isTraining);
