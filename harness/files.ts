import writeFileAtomic from 'write-file-atomic';
import { exitCode, isSystemError, Problem } from './problem.ts';

/**
 * Replaces a file, all or nothing.
 * @throws Problem where it cannot be written; the old file is whole then
 */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, typeof contents === 'string' ? contents : Buffer.from(contents));
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** The Problem for a failure to write a file or a folder. */
export function cannotWrite(path: string, cause: unknown): Problem {
  const full = isSystemError(cause, 'ENOSPC', 'EDQUOT');
  const why = full ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
  return new Problem(
    `${path} cannot be written: ${why}`,
    `${full ? 'Make room' : 'Give write permission, or another folder with --results DIR'}, then start again: what was running goes on from its last checkpoint`,
    exitCode.storage,
    { cause },
  );
}
