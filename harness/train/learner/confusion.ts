import type { AnyImageData } from '../../data/sets/image-set.ts';
import type { MetricUnderWay } from './learner.ts';

/** How pixels of one class were classified: [classes, classes], row by row the true class's, in it how often each was said. */
export type Confusion = Float64Array;

/**
 * How many pixels of the test images a network classifies rightly, of those whose class is known; of outputs `predicted`,
 * [batch x height x width].
 * @param classes of pixels
 */
export function confusionMetric({ test }: Pick<AnyImageData, 'test'>, classes: number): MetricUnderWay {
  const { labels, pixelClasses } = test as { labels: ArrayLike<number>; pixelClasses?: Uint8Array };
  if (!pixelClasses) throw new Error('the pixels of the test images have no classes');
  const pixels = pixelClasses.length / labels.length;
  const confusion: Confusion = new Float64Array(classes * classes);
  return {
    add({ predicted }, first) {
      // What fills the last batch up is not counted again.
      const count = Math.min(predicted!.length, pixelClasses.length - first * pixels);
      for (let i = 0; i < count; i++) {
        const own = pixelClasses[first * pixels + i]!;
        if (own > 0) confusion[(own - 1) * classes + predicted![i]!]!++;
      }
    },
    measured: () => ({ accuracy: pixelAccuracy(confusion), meanIoU: meanIntersectionOverUnion(confusion) }),
  };
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
