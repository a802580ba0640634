import { readFile } from 'node:fs/promises';
import { isSystemError } from '../problem.ts';

/** A file's bytes, or nothing where there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
