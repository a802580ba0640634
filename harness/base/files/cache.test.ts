import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder } from './cache.ts';

test('the cache is where the user says, else where the XDG specification says', () => {
  expect(cacheFolder({ REDISTILL_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/redistill');
  expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toBe(join(homedir(), '.cache/redistill'));
  expect(cacheFolder({ XDG_CACHE_HOME: '~/b' })).toBe(join(homedir(), 'b/redistill'));
  expect(cacheFolder({ REDISTILL_CACHE: '~/a' })).toBe(join(homedir(), 'a'));
  expect(cacheFolder({ REDISTILL_CACHE: '' })).toBe(join(homedir(), '.cache/redistill'));
});
