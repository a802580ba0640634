import type { AnyImageData } from '../data/image-set.ts';
import type { Executor } from '../engine/program.ts';
import { evaluationBatch } from './assemble.ts';
import { stepName } from './learner.ts';
import { testBatches } from './test-batches.ts';

/** How pixels of one class were classified: [classes, classes], row by row the true class's, in it how often each was said. */
export type Confusion = Float64Array;

/**
 * Counts, over the pixels of the test images whose class is known, how a segmenter classifies them.
 * @param classes of pixels
 * @param onBatch called after each batch
 */
export async function confusionOf(
  program: Executor,
  data: AnyImageData,
  classes: number,
  onBatch = () => {},
): Promise<Confusion> {
  const { maps } = data.test as { maps?: Uint8Array };
  if (!maps) throw new Error('the pixels of the test images have no classes');
  const confusion = new Float64Array(classes * classes);
  let first = 0;
  for await (const images of testBatches(data, evaluationBatch)) {
    const { predicted } = program.run(stepName.evaluate, { images });
    // What fills the last batch up is not counted again.
    const count = Math.min(predicted!.length, maps.length - first);
    for (let i = 0; i < count; i++) {
      const own = maps[first + i]!;
      if (own > 0) confusion[(own - 1) * classes + predicted![i]!]!++;
    }
    first += count;
    onBatch();
  }
  return confusion;
}

/** Which share of the pixels is classified rightly, in per cent. */
export function pixelAccuracy(confusion: Confusion): number {
  const classes = Math.sqrt(confusion.length);
  let right = 0;
  for (let own = 0; own < classes; own++) right += confusion[own * (classes + 1)]!;
  return (100 * right) / confusion.reduce((sum, count) => sum + count);
}

/**
 * Mean intersection over union: of each class, how many pixels were rightly said to be of it among those that are of it or were
 * said to be; the mean over the classes that occur, in per cent.
 */
export function meanIntersectionOverUnion(confusion: Confusion): number {
  const classes = Math.sqrt(confusion.length);
  const shares: number[] = [];
  for (let own = 0; own < classes; own++) {
    let union = -confusion[own * (classes + 1)]!;
    for (let other = 0; other < classes; other++) {
      union += confusion[own * classes + other]! + confusion[other * classes + own]!;
    }
    if (union > 0) shares.push(confusion[own * (classes + 1)]! / union);
  }
  return (100 * shares.reduce((sum, share) => sum + share)) / shares.length;
}
