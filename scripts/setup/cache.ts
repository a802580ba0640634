import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync, statSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { exitCode, isSystemError, Problem } from '../../harness/problem.ts';
import { size } from './say.ts';

/**
 * The folder in which TensorFlow is kept, shared by all clones of a user: `REDISTILL_CACHE`, else
 * `$XDG_CACHE_HOME/redistill`, else `~/.cache/redistill`. It need not exist.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const { REDISTILL_CACHE: own, XDG_CACHE_HOME: everyone } = environment;
  if (own) return resolve(own);
  // The XDG specification says to ignore a relative path.
  return join(everyone && isAbsolute(everyone) ? everyone : join(homedir(), '.cache'), 'redistill');
}

/**
 * Makes the cache folder and returns its real path, without symbolic links: by that path TensorFlow is found at run time.
 * @throws Problem where it cannot be made
 */
export function openCache(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    const real = realpathSync(folder);
    // The loader reads a path with a colon as two.
    if (real.includes(':')) throw new Problem(`The cache folder ${real} has a colon in its path`, anotherPlace);
    return real;
  } catch (error) {
    throw storageProblem(error, folder);
  }
}

const anotherPlace = 'Set REDISTILL_CACHE to a folder elsewhere';
const prefix = '.partial-';
const day = 24 * 60 * 60 * 1000;

/** Makes a folder for work in progress. What is finished is renamed out of it; a killed process leaves it behind. */
export function makePartialFolder(cache: string): string {
  // The machine's name as well, because the cache may be on a file system that several machines share.
  return mkdtempSync(join(cache, `${prefix}${hostname()}-${process.pid}-`));
}

/** Removes the partial folders of processes that are gone. Those of other machines go when a day old. */
export function removeLeftovers(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith(prefix) || isInUse(cache, name)) continue;
    try {
      rmSync(join(cache, name), { recursive: true, force: true });
    } catch {
      // Only tidying: a folder of another user, or a read-only cache, may stay.
    }
  }
}

function isInUse(cache: string, name: string): boolean {
  const [, host, id] = /^\.partial-(.+)-(\d+)-[^-]+$/.exec(name) ?? [];
  if (host === hostname()) return isAlive(Number(id));
  try {
    return Date.now() - statSync(join(cache, name)).mtimeMs < day;
  } catch {
    return false;
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

/** @throws Problem where the file system of `folder` has fewer free bytes than that */
export function checkSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const message = `TensorFlow needs ${size(bytes)} of disk space, and ${folder} has ${size(free)}`;
  throw new Problem(message, 'Free some, or set REDISTILL_CACHE to a folder on another disk', exitCode.storage);
}

/** What to throw for that error: a Problem where the disk is full or the folder cannot be written, else the error. */
export function storageProblem(error: unknown, folder: string): unknown {
  if (isSystemError(error, 'ENOSPC', 'EDQUOT')) return diskFull(folder, error);
  if (isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST')) {
    const message = `The cache folder ${folder} cannot be written (${error.code})`;
    return new Problem(message, anotherPlace, exitCode.storage, { cause: error });
  }
  return error;
}

/** The Problem of a disk that ran full under the set-up. */
export function diskFull(folder: string, cause?: unknown): Problem {
  const cure = 'Free some space, or set REDISTILL_CACHE to a folder on another disk';
  return new Problem(`The disk of ${folder} is full`, cure, exitCode.storage, { cause });
}
