import { computingThreads } from '../../base/machine/capacity.ts';
import { Problem } from '../../base/problem.ts';
import type { Batch, BatchRequest, BatchSource } from '../../data/sets/batch.ts';
import { isInMemory, type TrainingData } from '../../data/sets/image-set.ts';
import { Threads } from './threads.ts';

const program = 'harness/train/loop/make-batches.ts';

/** More would take memory alone: a batch of 256 ImageNet images is 154 MB, and each thread makes one ahead. */
const most = 16;

/**
 * Makes batches on threads of their own, so that the next ones are made while TensorFlow takes the last one's step: one
 * thread where images are in memory, as many as the job has cores where each is a file to decode.
 * @throws Problem where images in files are to be seen otherwise than as they are, or a form is wanted that these images do not have
 */
export function batchThreads(source: BatchSource): Threads<BatchRequest, Batch> {
  if (!isInMemory(source.data) && (source.data.view || source.teacherView)) {
    throw new Problem('images that stay in their files have no views', 'Leave the views out, or take another data set');
  }
  if (source.augmented?.includes('strong') && (!isInMemory(source.data) || source.data.view === 'depth')) {
    const what = isInMemory(source.data) ? 'depths' : 'images that stay in their files';
    throw new Problem(`${what} have no strong augmentation`, 'Leave such methods out, or take another data set');
  }
  return new Threads(program, { ...source, data: onThreads(source.data) }, threadsFor(source.data));
}

/** How many threads make batches of a data set. */
export function threadsFor(data: TrainingData): number {
  if (isInMemory(data)) return 1;
  return Math.min(computingThreads(), most);
}

/** The same data, without the test images, its memory shared by all threads. */
function onThreads({ test, ...data }: TrainingData & { test?: unknown }): TrainingData {
  if (!isInMemory(data)) return data as TrainingData;
  return { ...data, training: { ...data.training, images: shared(data.training.images) } };
}

/** Bytes that all threads of a process see: the same ones where they are already, else a copy. */
function shared(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes as Uint8Array<SharedArrayBuffer>;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
