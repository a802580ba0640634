import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { typedPath } from '../typed-path.ts';

/** The environment variable that puts the cache elsewhere. */
export const cacheVariable = 'REDISTILL_CACHE';

/**
 * The folder in which TensorFlow and data sets are kept, shared by all clones of a user: `REDISTILL_CACHE`, else
 * `$XDG_CACHE_HOME/redistill`, else `~/.cache/redistill`. It need not exist.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const { [cacheVariable]: own, XDG_CACHE_HOME: everyone } = environment;
  if (own) return typedPath(own);
  // The XDG specification says to ignore a relative path.
  const isPlace = everyone && (isAbsolute(everyone) || everyone.startsWith('~/'));
  return join(isPlace ? typedPath(everyone) : join(homedir(), '.cache'), 'redistill');
}
