import { Normaliser, still } from '../../data/sets/augmentation.ts';
import { type AnyImageData, isInMemory } from '../../data/sets/image-set.ts';
import { threadsFor } from './batch-threads.ts';
import { Threads } from './threads.ts';

const program = 'harness/train/loop/make-test-batches.ts';

/**
 * The test images in order, normalised: [size, height, width, channels] at a time. A graph has a fixed batch, so the
 * last one is filled up with its last image.
 * @throws Problem where the file of an image is not there, or no image
 */
export async function* testBatches(data: AnyImageData, size: number): AsyncGenerator<Float32Array> {
  const { length } = data.test.labels;
  const batches = Array.from({ length: Math.ceil(length / size) }, (_, batch) =>
    Int32Array.from({ length: size }, (_, i) => Math.min(batch * size + i, length - 1)),
  );
  if (isInMemory(data)) {
    const normaliser = new Normaliser(data);
    for (const indices of batches) yield normaliser.batch(data.test, indices, () => still);
    return;
  }
  const { training, ...tested } = data;
  const threads = new Threads<Int32Array, Float32Array>(program, tested, threadsFor(data));
  try {
    for (const [batch, indices] of batches.entries()) {
      yield await threads.take(indices, batches.slice(batch + 1, batch + 1 + threads.count));
    }
  } finally {
    await threads.stop();
  }
}
