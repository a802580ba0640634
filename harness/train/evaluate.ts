import { Normaliser, still } from '../data/augmentation.ts';
import type { ImageData } from '../data/image-set.ts';
import type { Executor } from '../engine/program.ts';
import { evaluationBatch } from './assemble.ts';
import { diverged } from './diverged.ts';
import { stepName } from './learner.ts';
import { rankOf } from './rank.ts';

/**
 * The student's top-1 accuracy on the test images, in per cent.
 * @param onBatch called after each batch
 */
export function testAccuracy(program: Executor, data: ImageData, onBatch = () => {}): number {
  const { test, classes } = data;
  const normaliser = new Normaliser(data);
  const images = test.labels.length;
  let correct = 0;
  for (let first = 0; first < images; first += evaluationBatch) {
    // A graph has a fixed batch: the last one is filled up with its last image, which is not counted again.
    const places = Int32Array.from({ length: evaluationBatch }, (_, i) => Math.min(first + i, images - 1));
    const logits = program.run(stepName.evaluate, { images: normaliser.batch(test, places, () => still) }).logits!;
    for (let i = 0; i < evaluationBatch && first + i < images; i++) {
      const scores = logits.subarray(i * classes, (i + 1) * classes);
      if (!scores.every(Number.isFinite)) throw diverged('A logit of a test image');
      if (rankOf(scores, test.labels[first + i]!) === 0) correct++;
    }
    onBatch();
  }
  return (100 * correct) / images;
}
