import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isSystemError } from '../problem.ts';

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
