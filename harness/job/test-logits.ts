import { readFile } from 'node:fs/promises';
import { parseTensors, serializeTensors } from '../engine/safetensors.ts';
import { cannotRead, writeWhole } from '../files.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import { jobFiles } from './folder.ts';

/** What a network says of each test image. */
export interface TestLogits {
  images: number;
  classes: number;
  /** [images, classes] */
  values: Float32Array;
}

/**
 * Writes what a network says of each test image: a safetensors file with one tensor, `logits`, [images, classes].
 * @throws Problem where it cannot be written
 */
export async function writeTestLogits(path: string, logits: Float32Array, classes: number): Promise<void> {
  const tensors = new Map([['logits', { shape: [logits.length / classes, classes], values: logits }]]);
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
  const logits = parseTensors(bytes, file).tensors.get('logits');
  const [images, classes] = logits?.shape ?? [];
  if (!(logits?.values instanceof Float32Array) || images === undefined || classes === undefined) {
    throw new Problem(
      `${file} holds no logits`,
      'Remove the folder that it is in, and run the suite again',
      exitCode.data,
    );
  }
  return { images, classes, values: logits.values };
}
