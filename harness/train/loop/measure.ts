import type { AnyImageData } from '../../data/sets/image-set.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import type { Evaluation, TestResult } from '../learner/learner.ts';
import { testBatches } from './test-batches.ts';

/** Images at once in evaluation; the result does not depend on it. */
export const evaluationBatch = 100;

/**
 * Tests a network.
 * @param program with the evaluation's step, for batches of `evaluationBatch`
 * @param onBatch called after each batch of test images
 * @throws Problem where an output is not finite
 */
export async function measure(
  program: StepExecutor,
  { name, metric }: Pick<Evaluation, 'name' | 'metric'>,
  data: AnyImageData,
  onBatch = () => {},
): Promise<TestResult> {
  const metricOfAll = metric(data);
  let first = 0;
  for await (const images of testBatches(data, evaluationBatch)) {
    metricOfAll.add(program.run(name, { images }), first);
    first += evaluationBatch;
    onBatch();
  }
  return metricOfAll.measured();
}
