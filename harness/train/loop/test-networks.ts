import type { AnyImageData } from '../../data/sets/image-set.ts';
import type { MainEpoch, NetworkEpoch } from '../../job/result.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import type { Learner, TestResult, TrainedNetwork } from '../learner/learner.ts';
import { meansOf } from '../step/sums.ts';
import { measure } from './measure.ts';
import { weightNorm } from './weight-norm.ts';

export interface TestOptions {
  trained: Learner['trained'];
  program: StepExecutor;
  data: AnyImageData;
  /** Of the epoch's batches (see `count`). */
  sums: Readonly<Record<string, number>>;
  /** Called after each batch of test images. */
  onBatch?: () => void;
}

/**
 * Tests the networks of a learner when an epoch is over.
 * @returns how good the job's own network is, and the epoch's numbers of all of them
 * @throws Problem where an output is not finite
 */
export async function testNetworks({ trained, program, data, sums, onBatch }: TestOptions): Promise<{
  measured: TestResult;
  epoch: Omit<MainEpoch, 'epoch' | 'rate' | 'weights' | 'seconds'>;
}> {
  const test = async ({ name, variables, evaluation }: TrainedNetwork) => {
    const measured = await measure(program, evaluation, data, onBatch);
    const epoch: NetworkEpoch = {
      ...meansOf(sums, data.training.labels.length, name),
      testAccuracy: measured.accuracy,
      testTop5Accuracy: measured.top5Accuracy,
      testMeanIoU: measured.meanIoU,
      weightNorm: weightNorm(variables, program.read(variables)),
    };
    return { measured, epoch };
  };
  const [own, ...others] = trained;
  const { measured, epoch } = await test(own);
  const ofOthers: [string, NetworkEpoch][] = [];
  for (const network of others) ofOthers.push([network.name!, (await test(network)).epoch]);
  return { measured, epoch: { ...epoch, ...Object.fromEntries(ofOthers) } };
}
