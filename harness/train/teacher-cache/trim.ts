import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../base/problem.ts';
import { keyOfFile } from './folder.ts';

/** A cache that is in use; a `TeacherCache` is one. */
export interface CacheInUse {
  key: string;
  /** The bytes that it may grow to. */
  limit: number;
}

interface CacheOnDisk {
  key: string;
  files: string[];
  /** What it takes on the disk: a sparse file's holes take nothing. */
  bytes: number;
  /** Milliseconds since 1970. */
  lastUse: number;
}

/**
 * Removes caches that are not in use, the least recently used first, until those that are left, and what those in use
 * may grow to, take no more than that many bytes. A process that has a removed one open goes on with it undisturbed.
 * What cannot be removed stays.
 * @returns the bytes that were freed
 */
export async function trimTeacherCaches(folder: string, inUse: Iterable<CacheInUse>, bytes: number): Promise<number> {
  const limits = new Map(Array.from(inUse, ({ key, limit }) => [key, limit]));
  const caches = await cachesIn(folder);
  const others = caches.filter(({ key }) => !limits.has(key)).sort((a, b) => a.lastUse - b.lastUse);
  for (const { key, bytes } of caches) if (limits.has(key)) limits.set(key, Math.max(limits.get(key)!, bytes));

  let total = sum(limits.values()) + sum(others.map(({ bytes }) => bytes));
  let freed = 0;
  for (const cache of others) {
    if (total <= bytes) break;
    try {
      for (const file of cache.files) await rm(file, { force: true });
    } catch (error) {
      if (isSystemError(error, 'EACCES', 'EPERM', 'EROFS')) continue;
      throw error;
    }
    total -= cache.bytes;
    freed += cache.bytes;
  }
  return freed;
}

async function cachesIn(folder: string): Promise<CacheOnDisk[]> {
  const names = await readdir(folder).catch((error) => {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  });
  const caches = new Map<string, CacheOnDisk>();
  for (const name of names) {
    const key = keyOfFile(name);
    const found = key && (await stat(join(folder, name)).catch(() => undefined));
    if (!found) continue;
    const { files, bytes, lastUse } = caches.get(key) ?? { files: [], bytes: 0, lastUse: 0 };
    caches.set(key, {
      key,
      files: [...files, join(folder, name)],
      bytes: bytes + found.blocks * 512,
      lastUse: Math.max(lastUse, found.mtimeMs),
    });
  }
  return [...caches.values()];
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
