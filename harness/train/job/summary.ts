import { bestOf } from '../../job/best-epoch.ts';
import type { Job } from '../../job/job.ts';
import { type Epoch, isMain, type Result } from '../../job/result.ts';
import type { OtherName } from '../learner/learner.ts';
import type { TrainingProgress } from '../loop/checkpoint.ts';
import { environment } from './environment.ts';

/** The result of a job whose last epoch is over. */
export function resultOf(
  { id, label, configuration }: Job,
  { epochs }: TrainingProgress,
  {
    weights,
    teacher,
    source,
    peer,
    ...accuracies
  }: Pick<Result, 'accuracy' | 'top5Accuracy' | 'meanIoU' | 'weights' | 'teacher' | 'source' | 'peer'>,
): Result {
  const best = bestOf(epochs.filter(isMain));
  return {
    job: { id, label, configuration },
    ...accuracies,
    ...(best && { best }),
    ...(teacher && { teacher }),
    ...(source && { source }),
    ...(peer && { peer }),
    weights,
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    environment: environment(),
  };
}

/**
 * What a network has come to that was trained together with the job's own; it is evaluated at the end of each epoch.
 * @param name under which its numbers stand
 */
export function resultOfOther(epochs: readonly Epoch[], name: OtherName, weights: string): Result[OtherName] {
  const main = epochs.filter(isMain).flatMap(({ epoch, [name]: other }) => (other ? [{ epoch, ...other }] : []));
  const { testAccuracy: accuracy, testTop5Accuracy: top5Accuracy } = main.at(-1)!;
  return { accuracy, top5Accuracy, best: bestOf(main), weights };
}
