import { Normaliser, still } from '../data/augmentation.ts';
import type { ImageData } from '../data/image-set.ts';
import type { Executor } from '../engine/program.ts';
import { evaluationBatch } from './assemble.ts';
import { diverged } from './diverged.ts';
import { stepName } from './learner.ts';
import { rankOf } from './rank.ts';

/**
 * What the student says of each test image: [images, classes].
 * @param onBatch called after each batch
 * @throws Problem where a logit is not finite
 */
export function testLogits(program: Executor, data: ImageData, onBatch = () => {}): Float32Array {
  const { test, classes } = data;
  const normaliser = new Normaliser(data);
  const images = test.labels.length;
  const all = new Float32Array(images * classes);
  for (let first = 0; first < images; first += evaluationBatch) {
    // A graph has a fixed batch: the last one is filled up with its last image, which is not counted again.
    const places = Int32Array.from({ length: evaluationBatch }, (_, i) => Math.min(first + i, images - 1));
    const logits = program.run(stepName.evaluate, { images: normaliser.batch(test, places, () => still) }).logits!;
    all.set(logits.subarray(0, Math.min(evaluationBatch, images - first) * classes), first * classes);
    onBatch();
  }
  if (!all.every(Number.isFinite)) throw diverged('A logit of a test image');
  return all;
}

/**
 * The top-1 accuracy of logits, or that of the top `among`, in per cent.
 * @param logits [images, classes]
 */
export function accuracyOf(logits: Float32Array | Float64Array, labels: ArrayLike<number>, among = 1): number {
  const classes = logits.length / labels.length;
  let correct = 0;
  for (let image = 0; image < labels.length; image++) {
    if (rankOf(logits.subarray(image * classes, (image + 1) * classes), labels[image]!) < among) correct++;
  }
  return (100 * correct) / labels.length;
}
