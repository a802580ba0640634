import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, link, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exitCode, isSystemError, Problem } from '../problem.ts';

/** A file's contents, or what writes them into it piece by piece. */
export type FileContents = string | Uint8Array | ((file: FileHandle) => Promise<void>);

/**
 * Replaces a file, all or nothing, and returns when it is on the disk. Errors are the system's.
 *
 * Ours, because the packages for it (write-file-atomic 7 for one) take a write that a full disk cut short for a whole
 * one, and put the stump in the old file's place.
 */
export async function replaceFile(path: string, contents: FileContents, mode = 0o644): Promise<void> {
  const temporary = `${path}.${randomInt(2 ** 47)}`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      if (typeof contents === 'function') await contents(file);
      else await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // Where it could not be made at all, removing it fails too.
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Makes a file that is not there yet, all or nothing. Errors are the system's: EEXIST where it is there.
 */
export async function createFile(path: string, contents: string): Promise<void> {
  const temporary = `${path}.${randomInt(2 ** 47)}`;
  try {
    await writeFile(temporary, contents, { flag: 'wx', flush: true });
    // Unlike a rename, this never takes the place of another file.
    await link(temporary, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/**
 * Replaces a file, all or nothing.
 * @throws Problem where it cannot be written; the old file is whole then
 */
export async function writeWhole(path: string, contents: FileContents): Promise<void> {
  try {
    await replaceFile(path, contents);
  } catch (cause) {
    throw cannotWrite(path, cause);
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

/** The Problem for a failure to write a file or a folder. */
export function cannotWrite(path: string, cause: unknown): Problem {
  if (isSystemError(cause, 'EFBIG')) return largerThanAllowed(path, cause);
  const full = isSystemError(cause, 'ENOSPC', 'EDQUOT');
  const why = full ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
  const cure = full ? 'Make room' : 'Give write permission, or another folder with --results DIR';
  return new Problem(
    `${path} cannot be written: ${why}`,
    `${cure}, then start again: what was running continues from its last checkpoint`,
    exitCode.storage,
    { cause },
  );
}

/**
 * Replaces a file that the user asked for by an option, all or nothing.
 * @throws Problem that names the option where it cannot be written; the old file is whole then
 */
export async function writeOutput(option: string, path: string, contents: FileContents): Promise<void> {
  try {
    await replaceFile(path, contents);
  } catch (cause) {
    throw cannotWriteOutput(option, path, cause);
  }
}

/** The Problem for a failure to write what the user asked for by an option, or by an environment variable. */
export function cannotWriteOutput(option: string, path: string, cause: unknown): Problem {
  const [why, cure] = outputFault(path, cause as NodeJS.ErrnoException);
  return new Problem(`${option} ${path} cannot be written: ${why}`, cure, exitCode.storage, { cause });
}

/** What is wrong, and what to do. */
function outputFault(path: string, { code, message }: NodeJS.ErrnoException): [why: string, cure: string] {
  switch (code) {
    case 'ENOENT':
      if (existsSync(dirname(path))) return ['nothing can be made there', 'Give another path'];
      return [`the folder ${dirname(path)} is not there`, 'Make it, or give another path'];
    case 'EFBIG':
      return ['it would be larger than this shell allows (ulimit -f)', 'Run `ulimit -f unlimited`'];
    case 'EISDIR':
      return ['it is a folder', 'Give the path of a file'];
    case 'EEXIST':
    case 'ENOTDIR':
      return ['it is a file, or is to be in one', 'Give the path of a folder'];
    case 'ENOSPC':
    case 'EDQUOT':
      return ['the disk is full', 'Make room, or give another path'];
    default:
      return [message, 'Give another path'];
  }
}

/** The Problem for a failure to read a file of results. */
export function cannotRead(path: string, cause: unknown): Problem {
  return new Problem(`${path} cannot be read (${(cause as Error).message})`, 'Check the file', exitCode.data, {
    cause,
  });
}

/**
 * What to throw for that error: a Problem where the disk is full or the folder cannot be written, else the error.
 * @param variable the environment variable that puts the folder elsewhere
 */
export function storageProblem(error: unknown, folder: string, variable: string): unknown {
  if (isSystemError(error, 'ENOSPC', 'EDQUOT')) return diskFull(folder, variable, error);
  if (isSystemError(error, 'EFBIG')) return largerThanAllowed(error.path ?? `A file in ${folder}`, error);
  // /proc says this of what cannot be made in it, and so does a temporary folder of the one that it is to be in.
  const isMissing = isSystemError(error, 'ENOENT') && ['mkdir', 'mkdtemp'].includes(error.syscall ?? '');
  if (!isMissing && !isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST')) return error;
  const message = `The folder ${folder} cannot be written (${error.message.split(',')[0]})`;
  return new Problem(message, `Set ${variable} to a folder elsewhere`, exitCode.storage, { cause: error });
}

/** The Problem of a file that outgrows a limit of the shell. */
export function largerThanAllowed(path: string, cause: unknown): Problem {
  const message = `${path} cannot be written: it would be larger than this shell allows (ulimit -f)`;
  return new Problem(message, 'Run `ulimit -f unlimited`, then start again', exitCode.storage, { cause });
}

/** The Problem of a disk that ran full. */
export function diskFull(folder: string, variable: string, cause?: unknown): Problem {
  const cure = `Free some space, or set ${variable} to a folder on another disk`;
  return new Problem(`The disk of ${folder} is full`, cure, exitCode.storage, { cause });
}
