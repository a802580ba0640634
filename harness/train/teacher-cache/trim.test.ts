import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { bits, openCache, recordOf, valuesOf } from './fixtures/cache.ts';
import { trimTeacherCaches } from './trim.ts';

const all = await mkdtemp(join(tmpdir(), 'redistill-trim-'));
afterAll(() => rm(all, { recursive: true }));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(all, 'caches-'));
});

const width = 25_000;
/** A cache of four records of 100 kB, last used that many days after 1970. */
async function fill(teacher: string, day: number) {
  const cache = await openCache(folder, { identity: { teacher }, outcomes: 1, width });
  for (let image = 0; image < 4; image++) cache.write(image, 0, valuesOf(image, 0, width));
  for (const extension of ['json', 'records']) {
    const seconds = day * 24 * 60 * 60;
    await utimes(join(folder, `${cache.key}.${extension}`), seconds, seconds);
  }
  return cache;
}
const namesOf = (...caches: { key: string }[]) => caches.flatMap(({ key }) => [`${key}.json`, `${key}.records`]);
const names = async () => (await readdir(folder)).toSorted();

test('the least recently used caches go first, until the rest fits', async () => {
  const [middle, oldest, newest] = [await fill('middle', 2), await fill('oldest', 1), await fill('newest', 3)];
  expect(await trimTeacherCaches(folder, [], 2e6)).toBe(0);
  expect(await names()).toEqual(namesOf(middle, oldest, newest).toSorted());
  expect(await trimTeacherCaches(folder, [], 1e6)).toBeGreaterThan(400_000);
  expect(await names()).toEqual(namesOf(middle, newest).toSorted());
  await trimTeacherCaches(folder, [], 500_000);
  expect(await names()).toEqual(namesOf(newest));
  await trimTeacherCaches(folder, [], 0);
  expect(await names()).toEqual([]);
});

test('opening a cache is a use of it', async () => {
  const [first, second] = [await fill('first', 1), await fill('second', 2)];
  await openCache(folder, { identity: { teacher: 'first' }, outcomes: 1, width });
  await trimTeacherCaches(folder, [], 500_000);
  expect(await names()).toEqual(namesOf(first));
  expect(second.filled()).toBe(4);
});

test('those in use stay, and what they may grow to is room that others must leave', async () => {
  const [used, older, newer] = [await fill('used', 1), await fill('older', 2), await fill('newer', 3)];
  await trimTeacherCaches(folder, [used, { key: '0123456789abcdef', limit: 400_000 }], 1.3e6);
  expect(await names()).toEqual(namesOf(used, newer).toSorted());
  await trimTeacherCaches(folder, [{ key: used.key, limit: 1e6 }], 1.3e6);
  expect(await names()).toEqual(namesOf(used));
  await trimTeacherCaches(folder, [used], 0);
  expect(await names()).toEqual(namesOf(used));
  older.close();
  newer.close();
});

test('a cache that takes more than its limit counts with what it takes', async () => {
  const [used, other] = [await fill('used', 1), await fill('other', 2)];
  await trimTeacherCaches(folder, [{ key: used.key, limit: 100_000 }], 700_000);
  expect(await names()).toEqual(namesOf(used));
  other.close();
});

test('holes do not count', async () => {
  const sparse = await openCache(folder, { images: 1000, outcomes: 1, width });
  sparse.write(999, 0, valuesOf(999, 0, width));
  expect((await stat(join(folder, `${sparse.key}.records`))).size).toBeGreaterThan(90e6);
  expect(await trimTeacherCaches(folder, [], 1e6)).toBe(0);
  expect(await names()).toEqual(namesOf(sparse));
});

test('a process goes on with a cache that was removed under it', async () => {
  const cache = await fill('removed', 1);
  await trimTeacherCaches(folder, [], 0);
  expect(await names()).toEqual([]);
  cache.write(0, 0, valuesOf(0, 0, width));
  expect(recordOf(cache, 3, 0, width)?.equals(bits(valuesOf(3, 0, width)))).toBe(true);
  expect((await fill('removed', 1)).key).toBe(cache.key);
});

test('what a killed process left goes with its cache; what is not ours stays', async () => {
  const cache = await fill('left', 1);
  await writeFile(join(folder, `${cache.key}.json.123456`), '{');
  await writeFile(join(folder, 'fedcba9876543210.records'), 'no description');
  await writeFile(join(folder, 'notes.json'), '{}');
  await trimTeacherCaches(folder, [], 0);
  expect(await names()).toEqual(['notes.json']);
  expect(await trimTeacherCaches(join(folder, 'nowhere'), [], 0)).toBe(0);
});
