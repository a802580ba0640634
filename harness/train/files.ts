import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { exitCode, isSystemError, Problem } from '../problem.ts';

/**
 * Replaces a file, all or nothing.
 * @throws Problem where the disk is full or the folder cannot be written; the old file is whole then
 */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, typeof contents === 'string' ? contents : Buffer.from(contents));
  } catch (error) {
    if (!isSystemError(error, 'ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EIO')) throw error;
    const { code = '' } = error;
    const why = ['ENOSPC', 'EDQUOT'].includes(code) ? 'the disk is full' : code;
    throw new Problem(
      `${path} cannot be written: ${why}`,
      'Make room or give write permission, and start again: the job goes on from its last checkpoint',
      exitCode.storage,
      { cause: error },
    );
  }
}

/** Removes what a killed process left of half-written files: `writeWhole` writes beside the file, with a number behind. */
export async function removeRemains(paths: readonly string[]): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const remains = (await readdir(folder)).filter((name) =>
      paths.some((path) => name.startsWith(`${basename(path)}.`) && /\.\d+$/.test(name)),
    );
    await Promise.all(remains.map((name) => rm(join(folder, name), { force: true })));
  }
}

/** A file's bytes, or nothing where there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
