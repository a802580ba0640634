import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isSystemError } from '../problem.ts';

/**
 * Makes a folder, and those that it is to be in. Errors are the system's.
 *
 * Ours, because Node's own `recursive` tries for ever in /proc, and on a read-only disk says that something is not there.
 */
export async function makeFolder(path: string): Promise<void> {
  makeFolderSync(path);
}

export function makeFolderSync(path: string): void {
  try {
    makeOne(path);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') || dirname(path) === path) throw error;
    makeFolderSync(dirname(path));
    makeOne(path);
  }
}

function makeOne(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    // What is there already has other errors too, such as EROFS of a mount.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
