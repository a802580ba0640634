import { cacheVariable } from '../cache.ts';
import { isSystemError } from '../problem.ts';

/**
 * What to tell of a cache that the disk does not let us use: a sentence, because a run goes on without it.
 * @throws the error, where it is not the operating system's
 */
export function troubleWith(path: string, what: 'read' | 'written', error: unknown): string {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  const cure = isSystemError(error, 'ENOSPC', 'EDQUOT')
    ? 'Make room, or give it less with --teacher-cache SIZE'
    : `Set ${cacheVariable} to a folder elsewhere, or give --teacher-cache off`;
  const goesOn = 'The run goes on, and computes what the cache lacks each time';
  return `the teacher cache ${path} cannot be ${what}: ${error.message}. ${goesOn}. ${cure}`;
}
