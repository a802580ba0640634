import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotWrite } from '../files.ts';
import { lock } from '../lock.ts';
import { exitCode, Problem } from '../problem.ts';

/**
 * Makes a folder, sees that it can be written, and claims it for this process until `release` is called.
 * @throws Problem where it cannot be written, or another process has claimed it
 */
export async function claim(folder: string): Promise<{ release: () => void }> {
  try {
    await mkdir(folder, { recursive: true });
    await rm(await mkdtemp(join(folder, '.writable-')), { recursive: true });
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  const release = await lock(folder);
  if (release) return { release };
  throw new Problem(
    `another run is at work in ${folder}`,
    'Wait until it ends, or give another folder with --results DIR',
    exitCode.storage,
  );
}
