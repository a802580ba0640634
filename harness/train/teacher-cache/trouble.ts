import { cacheVariable } from '../../base/files/cache.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';

/**
 * The Problem of a cache that the disk does not let us use. A run goes on without it; who wants nothing but the cache does not.
 * @throws the error, where it is not the operating system's
 */
export function troubleWith(path: string, what: 'read' | 'written', error: unknown): Problem {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  const cure = isSystemError(error, 'ENOSPC', 'EDQUOT')
    ? 'Make room, or give it less with --teacher-cache SIZE'
    : `Set ${cacheVariable} to a folder elsewhere`;
  const code = what === 'written' ? exitCode.storage : exitCode.data;
  return new Problem(`the teacher cache ${path} cannot be ${what}: ${error.message}`, cure, code, { cause: error });
}

/** What a run says about it: it computes what it cannot keep. */
export function goesOnWithout({ message, cure }: Problem): string {
  return `${message}. The run goes on, and computes what the cache lacks each time. ${cure}`;
}
