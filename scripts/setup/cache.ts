import { realpathSync, statfsSync } from 'node:fs';
import { cacheVariable } from '../../harness/base/files/cache.ts';
import { storageProblem } from '../../harness/base/files/files.ts';
import { makeFolderSync } from '../../harness/base/files/make-folder.ts';
import { exitCode, Problem } from '../../harness/base/problem.ts';
import { size } from '../../harness/base/size.ts';

/**
 * Makes the cache folder and returns its real path, without symbolic links: by that path TensorFlow is found at run time.
 * @throws Problem where it cannot be made
 */
export function openCache(folder: string): string {
  try {
    makeFolderSync(folder);
    const real = realpathSync(folder);
    // The loader reads a path with a colon as two.
    if (real.includes(':'))
      throw new Problem(
        `The cache folder ${real} has a colon in its path`,
        `Set ${cacheVariable} to a folder elsewhere`,
      );
    return real;
  } catch (error) {
    throw storageProblem(error, folder, cacheVariable);
  }
}

/** @throws Problem where the file system of `folder` has fewer free bytes than that */
export function checkSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const message = `TensorFlow needs ${size(bytes)} of disk space, and ${folder} has ${size(free)}`;
  throw new Problem(message, `Free some, or set ${cacheVariable} to a folder on another disk`, exitCode.storage);
}
