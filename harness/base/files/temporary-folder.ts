import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storageProblem } from './files.ts';

/**
 * Makes a folder for temporary files where TMPDIR says.
 * @param name what is in it, in a word
 * @throws Problem that names TMPDIR where none can be made
 */
export async function makeTemporaryFolder(name: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), `redistill-${name}-`));
  } catch (error) {
    throw temporaryProblem(error);
  }
}

/** @throws Problem where no temporary files can be written, before a job starts that needs them */
export async function checkTemporaryFolder(): Promise<void> {
  await rmdir(await makeTemporaryFolder('check'));
}

/** What to throw for an error of writing temporary files: a Problem that names TMPDIR, or the error. */
export function temporaryProblem(error: unknown): unknown {
  return storageProblem(error, tmpdir(), 'TMPDIR');
}
