import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheFolder, makePartialFolder, removeLeftovers } from './cache.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'redistill-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

test('the cache is where the user says, else where the XDG specification says', () => {
  expect(cacheFolder({ REDISTILL_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/redistill');
  expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toBe(join(homedir(), '.cache/redistill'));
  expect(cacheFolder({ REDISTILL_CACHE: '' })).toBe(join(homedir(), '.cache/redistill'));
});

test("leftovers of dead processes go; what is in use, or not the set-up's, stays", async () => {
  const dead = await execa(process.execPath, ['-p', 'process.pid']);
  const old = join(cache, '.partial-another-machine-1-old');
  const leftovers = [join(cache, `.partial-${hostname()}-${dead.stdout}-x`), old];
  const others = ['.partial-another-machine-1-new', 'data', 'tensorflow-1'].map((name) => join(cache, name));
  for (const folder of [...leftovers, ...others]) mkdirSync(join(folder, 'inner'), { recursive: true });
  utimesSync(old, 0, 0);
  const own = makePartialFolder(cache);
  removeLeftovers(cache);
  expect(leftovers.filter(existsSync)).toEqual([]);
  expect(readdirSync(cache).sort()).toEqual([...others, own].map((path) => path.slice(cache.length + 1)).sort());
});
