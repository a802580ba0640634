import type { AnyImageData } from '../data/image-set.ts';
import type { Executor } from '../engine/program.ts';
import { evaluationBatch } from './assemble.ts';
import { diverged } from './diverged.ts';
import { stepName } from './learner.ts';
import { testBatches } from './test-batches.ts';

/**
 * What the student outputs for each test image: [images, classes].
 * @param onBatch called after each batch
 * @param step the evaluation's: the student's by default
 * @throws Problem where a logit is not finite
 */
export async function testLogits(
  program: Executor,
  data: AnyImageData,
  onBatch = () => {},
  step: string = stepName.evaluate,
): Promise<Float32Array> {
  const { test, classes } = data;
  const all = new Float32Array(test.labels.length * classes);
  let first = 0;
  for await (const images of testBatches(data, evaluationBatch)) {
    const logits = program.run(step, { images }).logits!;
    // What fills the last batch up is not counted again.
    all.set(logits.subarray(0, all.length - first), first);
    first += logits.length;
    onBatch();
  }
  if (!all.every(Number.isFinite)) throw diverged('A logit of a test image');
  return all;
}
