/** Plain JavaScript, as start.mjs is. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The cache folder, as harness/base/files/cache.ts has it, before that can be read; undefined for what is typed otherwise than as a
 * whole path.
 */
export function cacheFolder({ REDISTILL_CACHE: own, XDG_CACHE_HOME: everyone }) {
  const folder = own || join(everyone || join(homedir(), '.cache'), 'redistill');
  return isAbsolute(folder) && !folder.includes(':') ? folder : undefined;
}
