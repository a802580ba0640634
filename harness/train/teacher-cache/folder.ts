import { join } from 'node:path';
import { cacheFolder } from '../../base/files/cache.ts';

/** The folder of all teacher caches, shared by the clones of a user: `teacher-cache` in the cache folder. It need not exist. */
export function teacherCacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(cacheFolder(environment), 'teacher-cache');
}

/** The two files of a teacher cache. */
export function filesOf(folder: string, key: string) {
  return { description: join(folder, `${key}.json`), records: join(folder, `${key}.records`) };
}

/** The key of the cache to which a file belongs, be it one of the two or what a killed process left of them. */
export function keyOfFile(name: string): string | undefined {
  return /^([0-9a-f]{16})\.(json|records)(\.\d+)?$/.exec(name)?.[1];
}
