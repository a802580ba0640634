import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cannotRead } from '../../base/files/files.ts';
import { isSystemError } from '../../base/problem.ts';

/** Where a suite's folder keeps what is handed to the cluster. */
export const slurmFolder = (suiteFolder: string) => join(suiteFolder, 'slurm');

/** The files of an array. Its name is also the one that the cluster shows. */
export function arrayFiles(suiteFolder: string, name: string) {
  return {
    /** The folders of its jobs, a line each. */
    list: join(slurmFolder(suiteFolder), `${name}.jobs`),
    script: join(slurmFolder(suiteFolder), `${name}.sh`),
  };
}

/**
 * All arrays that were ever handed in for a suite: the names of their jobs' folders, by the arrays' names.
 *
 * They are found by these files and not by the journal, so that one is not lost whose submitter died before it could
 * note the array's number.
 */
export async function knownArrays(suiteFolder: string): Promise<Map<string, string[]>> {
  const folder = slurmFolder(suiteFolder);
  try {
    const lists = (await readdir(folder)).filter((file) => file.endsWith('.jobs'));
    const read = lists.map(async (file) => {
      const lines = (await readFile(join(folder, file), 'utf8')).split('\n').filter((line) => line !== '');
      return [basename(file, '.jobs'), lines.map((line) => basename(line))] as const;
    });
    return new Map(await Promise.all(read));
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return new Map();
    throw cannotRead(folder, cause);
  }
}
