import { readFile } from 'node:fs/promises';
import { parseTensors } from '../engine/safetensors.ts';
import { cannotRead } from '../files.ts';
import { jobFiles } from '../job/folder.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';

/** What a network says of each test image. */
export interface TestLogits {
  images: number;
  classes: number;
  /** [images, classes] */
  values: Float32Array;
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
    throw new Problem(`${file} holds no logits`, 'Remove it; the page then does without', exitCode.data);
  }
  return { images, classes, values: logits.values };
}
