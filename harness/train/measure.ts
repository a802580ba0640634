import type { AnyImageData } from '../data/image-set.ts';
import { accuraciesOf } from '../job/accuracy.ts';
import type { Result } from '../job/result.ts';
import type { Assembly } from './assemble.ts';
import { testLogits } from './evaluate.ts';
import { confusionOf, meanIntersectionOverUnion, pixelAccuracy } from './segmentation.ts';

/** How good a network is on the test images, in per cent. */
export interface Measured extends Pick<Result, 'accuracy' | 'top5Accuracy' | 'meanIoU'> {
  /** What it outputs for each: [images, classes]; nothing where it classifies pixels. */
  logits?: Float32Array;
}

/**
 * Measures the network that is trained.
 * @param onBatch called after each batch of test images
 * @param step its evaluation; the student's by default
 * @throws Problem where a logit is not finite
 */
export async function measure(
  { program, pixelClasses }: Pick<Assembly, 'program' | 'pixelClasses'>,
  data: AnyImageData,
  onBatch?: () => void,
  step?: string,
): Promise<Measured> {
  if (pixelClasses !== undefined) {
    const confusion = await confusionOf(program, data, pixelClasses, onBatch);
    return { accuracy: pixelAccuracy(confusion), meanIoU: meanIntersectionOverUnion(confusion) };
  }
  const logits = await testLogits(program, data, onBatch, step);
  const [accuracy, top5Accuracy] = accuraciesOf(logits, data.test.labels, [1, 5]);
  return { accuracy: accuracy!, top5Accuracy: top5Accuracy!, logits };
}
