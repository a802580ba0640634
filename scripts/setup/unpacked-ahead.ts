import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { UnpackedFile } from './unpack.ts';

/**
 * What fetch-ahead.py has unpacked of a wheel into a folder, where it is whole: all parts, each of its size.
 * @param parts paths of files within the wheel
 */
export function unpackedAhead(folder: string, parts: readonly string[]): UnpackedFile[] | undefined {
  try {
    const files = JSON.parse(readFileSync(join(folder, 'unpacked.json'), 'utf8')) as UnpackedFile[];
    const isWhole = files.every(({ path, size }) => statSync(join(folder, 'unpacked', path)).size === size);
    const paths = files.map(({ path }) => path);
    return isWhole && isDeepStrictEqual(paths, parts) ? files : undefined;
  } catch {
    return undefined;
  }
}

/** Moves these files from where they were unpacked to another folder on the same disk. Errors are the system's. */
export function moveUnpacked(files: readonly UnpackedFile[], folder: string, to: string): void {
  for (const { path } of files) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    renameSync(join(folder, 'unpacked', path), join(to, path));
  }
}
