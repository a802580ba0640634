import { readFile } from 'node:fs/promises';
import { cannotRead, writeWhole } from '../base/files/files.ts';
import { exitCode, isSystemError, Problem } from '../base/problem.ts';
import { parseTensors, type StoredTensor, serializeTensors } from '../model/engine/safetensors.ts';
import { jobFiles } from './folder.ts';

/** What a network outputs for each test image. */
export interface TestLogits {
  images: number;
  classes: number;
  /** [images, classes] */
  values: Float32Array;
  /** The images' classes, by which the accuracy follows; undefined in what earlier versions wrote. */
  labels: Int32Array | undefined;
}

/**
 * Writes what a network outputs for each test image: a safetensors file with the tensors `logits`, [images, classes], and `labels`,
 * [images].
 * @throws Problem where it cannot be written
 */
export async function writeTestLogits(path: string, logits: Float32Array, labels: Int32Array): Promise<void> {
  const images = labels.length;
  const tensors = new Map<string, StoredTensor>([
    ['logits', { shape: [images, logits.length / images], values: logits }],
    ['labels', { shape: [images], values: labels }],
  ]);
  await writeWhole(path, serializeTensors({ tensors, metadata: {} }));
}

/**
 * A job's logits of the test images; undefined where it is not done, or was done by a version that did not keep them.
 * @param folder the job's
 * @throws Problem where the file is damaged
 */
export async function readTestLogits(folder: string): Promise<TestLogits | undefined> {
  const file = jobFiles(folder).logits;
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cannotRead(file, cause);
  }
  const { tensors } = parseTensors(bytes, file);
  const [logits, labels] = [tensors.get('logits'), tensors.get('labels')];
  const [images, classes] = logits?.shape ?? [];
  const fit = !labels || (labels.values instanceof Int32Array && labels.values.length === images);
  if (!(logits?.values instanceof Float32Array) || images === undefined || classes === undefined || !fit) {
    throw new Problem(
      `${file} holds no logits, or other labels`,
      'Remove the folder that it is in, and run the suite again',
      exitCode.data,
    );
  }
  return { images, classes, values: logits.values, labels: labels?.values as Int32Array | undefined };
}
