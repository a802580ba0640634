import type { Method } from '../distillers/make-method.ts';
import { firstStageEpochs, type Training } from '../job/job.ts';
import { rateOf } from '../job/recipe.ts';
import { type WeightName, weightsIn } from '../job/weight-schedule.ts';
import { stepName } from './learner.ts';

/** An epoch's place in a job: some methods train something else before the student. */
export interface Stage {
  isMain: boolean;
  /** Is it the stage's last epoch? */
  isLast: boolean;
  /** Counted from 1, in its stage. */
  epoch: number;
  /** The learning rate. */
  rate: number;
  /** The weights of the loss that have a schedule. */
  weights: Partial<Record<WeightName, number>>;
  /**
   * Before the purposes of its random numbers: the main stage draws the same ones whether or not there was another
   * before it, so that a trial's data order is the same for every distiller.
   */
  purpose: string;
  /** The step for a batch of that size. */
  stepName(batch: number): string;
}

/** The stage of the next epoch, when `done` epochs of the job are over. */
export function stageOf(configuration: Training, method: Method | undefined, done: number): Stage {
  const { recipe } = configuration;
  const before = firstStageEpochs(configuration);
  if (done < before) {
    const epoch = done + 1;
    return {
      isMain: false,
      isLast: epoch === before,
      epoch,
      rate: method?.firstStage?.rate ?? recipe.rate,
      weights: {},
      purpose: 'first stage, ',
      stepName: stepName.firstStage,
    };
  }
  const epoch = done - before + 1;
  return {
    isMain: true,
    isLast: epoch === recipe.epochs,
    epoch,
    rate: rateOf(recipe, epoch),
    weights: configuration.kind === 'student' ? weightsIn(configuration.distiller, epoch) : {},
    purpose: '',
    stepName: stepName.train,
  };
}
