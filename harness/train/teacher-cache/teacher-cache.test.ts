import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { bits, openCache, recordOf, valuesOf } from './fixtures/cache.ts';

const all = await mkdtemp(join(tmpdir(), 'redistill-teacher-cache-'));
afterAll(() => rm(all, { recursive: true }));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(all, 'caches-'));
});

const width = 5;
const slotBytes = width * 4 + 8;
const places = Array.from({ length: 12 }, (_, place) => ({ image: place % 4, outcome: Math.floor(place / 4) }));
const fileOf = ({ key }: { key: string }, extension = 'records') => join(folder, `${key}.${extension}`);

/** A cache with one record, the file's bytes, and where in it the record begins. */
async function withRecord(image = 2, outcome = 1) {
  const cache = await openCache(folder);
  cache.write(image, outcome, valuesOf(image, outcome, width));
  const contents = await readFile(fileOf(cache));
  const start = contents.length - slotBytes;
  return { cache, contents, start, isThere: () => recordOf(cache, image, outcome, width) !== undefined };
}

test('what was written is read, by this process and by a later one', async () => {
  const cache = await openCache(folder);
  for (const { image, outcome } of places) {
    expect(recordOf(cache, image, outcome, width)).toBeUndefined();
    cache.write(image, outcome, valuesOf(image, outcome, width));
  }
  cache.close();
  const later = await openCache(folder);
  for (const { image, outcome } of places) {
    expect(recordOf(later, image, outcome, width)).toEqual(bits(valuesOf(image, outcome, width)));
  }
});

test('every bit is kept, those of NaN, -0 and denormals too', async () => {
  const cache = await openCache(folder);
  const patterns = Uint32Array.of(0x7fc00001, 0xffa5a5a5, 0x80000000, 1, 0x7f800000);
  cache.write(0, 0, new Float32Array(patterns.buffer));
  expect(recordOf(cache, 0, 0, width)).toEqual(Buffer.from(patterns.buffer));
});

test('values may be a part of a larger array', async () => {
  const cache = await openCache(folder);
  const rows = Float32Array.from({ length: 3 * width }, (_, place) => place + 0.5);
  cache.write(1, 2, rows.subarray(width, 2 * width));
  const into = new Float32Array(3 * width);
  expect(cache.read(1, 2, into.subarray(2 * width))).toBe(true);
  expect([...into]).toEqual([...new Float32Array(2 * width), ...rows.subarray(width, 2 * width)]);
});

test('what was never written is absent, before, between and behind records', async () => {
  const { cache } = await withRecord();
  for (const { image, outcome } of places) {
    const isWritten = image === 2 && outcome === 1;
    expect(recordOf(cache, image, outcome, width) !== undefined).toBe(isWritten);
  }
  await truncate(fileOf(cache), 100 * slotBytes);
  expect(places.filter(({ image, outcome }) => recordOf(cache, image, outcome, width))).toHaveLength(1);
  // A hole reads as zeros, and so does a record of zeros, but for its checksum.
  cache.write(0, 0, new Float32Array(width));
  expect(recordOf(cache, 0, 0, width)).toEqual(Buffer.alloc(width * 4));
  expect(recordOf(cache, 1, 0, width)).toBeUndefined();
});

test('a record of which only the beginning or only the end was written is absent', async () => {
  const { cache, contents, start, isThere } = await withRecord();
  expect(contents.subarray(start)).not.toContain(0);
  for (let written = 0; written < slotBytes; written++) {
    const beginning = Buffer.from(contents).fill(0, start + written);
    await writeFile(fileOf(cache), beginning);
    expect(isThere()).toBe(false);
    await writeFile(fileOf(cache), beginning.subarray(0, start + written));
    expect(isThere()).toBe(false);
    await writeFile(fileOf(cache), Buffer.from(contents).fill(0, start, start + slotBytes - written));
    expect(isThere()).toBe(false);
  }
  await writeFile(fileOf(cache), contents);
  expect(isThere()).toBe(true);
  await truncate(fileOf(cache), contents.length - 1);
  expect(isThere()).toBe(false);
});

test('a record with a flipped bit is absent, until it is written again', async () => {
  const { cache, contents, start, isThere } = await withRecord();
  for (let bit = 0; bit < slotBytes * 8; bit++) {
    const flipped = Buffer.from(contents);
    flipped[start + (bit >> 3)]! ^= 1 << (bit & 7);
    await writeFile(fileOf(cache), flipped);
    expect(isThere()).toBe(false);
  }
  cache.write(2, 1, valuesOf(2, 1, width));
  expect(isThere()).toBe(true);
});

test("a record in another one's place, or in another cache, is absent", async () => {
  const { cache, contents, start } = await withRecord();
  const record = contents.subarray(start);
  await writeFile(fileOf(cache), Buffer.concat(places.map(() => record)));
  const found = places.filter(({ image, outcome }) => recordOf(cache, image, outcome, width));
  expect(found).toEqual([{ image: 2, outcome: 1 }]);

  const other = await openCache(folder, { identity: { teacher: 'another', data: 'b2' } });
  await writeFile(fileOf(other), contents);
  expect(recordOf(other, 2, 1, width)).toBeUndefined();
});

test('the same identity is the same cache, in whatever order it is given; any other is another cache', async () => {
  const identity = { teacher: 'a1', runtime: { tensorflow: '2.21', threads: 2 } };
  const cache = await openCache(folder, { identity });
  const same = await openCache(folder, { identity: { runtime: { threads: 2, tensorflow: '2.21' }, teacher: 'a1' } });
  expect(same.key).toBe(cache.key);
  const others = [
    { identity: { ...identity, runtime: { tensorflow: '2.21', threads: 3 } } },
    { identity, images: 5 },
    { identity, outcomes: 2 },
    { identity, width: 6 },
  ];
  const keys = await Promise.all(others.map(async (options) => (await openCache(folder, options)).key));
  expect(new Set([cache.key, ...keys]).size).toBe(5);
  expect(JSON.parse(await readFile(fileOf(cache, 'json'), 'utf8'))).toEqual({
    format: 1,
    identity,
    images: 4,
    outcomes: 3,
    width: 5,
  });
});

test('a description that is not that of the cache is reported, and left as it is', async () => {
  const cache = await openCache(folder);
  const description = fileOf(cache, 'json');
  const whole = await readFile(description, 'utf8');
  for (const text of [whole.replace('a1', 'a2'), whole.slice(0, -9), '']) {
    await writeFile(description, text);
    for (const readOnly of [false, true]) {
      await expect(openCache(folder, { readOnly })).rejects.toMatchObject({
        sentence: `${description} describes another teacher cache than the one that its name stands for. Remove it, and the .records file beside it: what they held is computed anew`,
        code: exitCode.data,
      });
    }
    expect(await readFile(description, 'utf8')).toBe(text);
  }
});

test('no more is kept than fits into the bytes, whatever is written', async () => {
  const bytes = 5 * slotBytes + 27;
  const cache = await openCache(folder, { bytes });
  expect(cache.capacity).toBe(5);
  expect(cache.limit).toBe(5 * slotBytes);
  for (const { image, outcome } of places) cache.write(image, outcome, valuesOf(image, outcome, width));
  const kept = places.filter(({ image, outcome }) => recordOf(cache, image, outcome, width));
  // All images of one outcome come before the next.
  expect(kept.map(({ image }) => image).toSorted()).toEqual([0, 0, 1, 2, 3]);
  expect(new Set(kept.map(({ outcome }) => outcome)).size).toBe(2);
  expect(cache.filled()).toBe(5);
  expect((await stat(fileOf(cache))).size).toBe(5 * slotBytes);

  const larger = await openCache(folder, { bytes: 1e9 });
  expect(larger.filled()).toBe(5);
  for (const { image, outcome } of places) larger.write(image, outcome, valuesOf(image, outcome, width));
  expect(larger.filled()).toBe(12);
  expect(larger.limit).toBe(12 * slotBytes);
  // Of a larger file a smaller cache uses what it has room for, and leaves the rest.
  const smaller = await openCache(folder, { bytes });
  expect(places.filter(({ image, outcome }) => recordOf(smaller, image, outcome, width))).toEqual(kept);
  expect(smaller.filled()).toBe(5);
  expect((await stat(fileOf(cache))).size).toBe(12 * slotBytes);

  const none = await openCache(await mkdtemp(join(all, 'none-')), { bytes: slotBytes - 1 });
  none.write(0, 0, valuesOf(0, 0, width));
  expect([none.capacity, none.filled(), recordOf(none, 0, 0, width)]).toEqual([0, 0, undefined]);
});

test('how much is there is estimated in a large cache', async () => {
  const images = 20_000;
  const cache = await openCache(folder, { images, outcomes: 2, width: 1 });
  for (let image = 0; image < 13_001; image++) cache.write(image, 1, Float32Array.of(image));
  expect(cache.filled()).not.toBe(13_001);
  expect(Math.abs(cache.filled() - 13_001)).toBeLessThan(400);
});

test('read-only, nothing is made, touched or written', async () => {
  const absent = await openCache(join(folder, 'absent'), { readOnly: true });
  absent.write(0, 0, valuesOf(0, 0, width));
  expect([absent.filled(), recordOf(absent, 0, 0, width)]).toEqual([0, undefined]);
  expect(existsSync(join(folder, 'absent'))).toBe(false);

  const cache = await openCache(folder);
  cache.write(0, 0, valuesOf(0, 0, width));
  const files = [fileOf(cache), fileOf(cache, 'json')];
  for (const file of files) await utimes(file, 0, 0);
  const reader = await openCache(folder, { readOnly: true });
  reader.write(1, 0, valuesOf(1, 0, width));
  expect(recordOf(reader, 0, 0, width)).toEqual(bits(valuesOf(0, 0, width)));
  expect(reader.filled()).toBe(1);
  for (const file of files) expect((await stat(file)).mtimeMs).toBe(0);

  await openCache(folder);
  expect((await stat(fileOf(cache, 'json'))).mtimeMs).toBeGreaterThan(0);
  expect((await readdir(folder)).toSorted()).toEqual([`${cache.key}.json`, `${cache.key}.records`]);
});

test('a closed cache has nothing and keeps nothing', async () => {
  const { cache } = await withRecord();
  cache.close();
  cache.close();
  cache.write(0, 0, valuesOf(0, 0, width));
  expect([cache.filled(), recordOf(cache, 2, 1, width)]).toEqual([0, undefined]);
  expect((await openCache(folder)).filled()).toBe(1);
});

test("what would be another record's place is a bug of the caller", async () => {
  const cache = await openCache(folder);
  const values = new Float32Array(width);
  for (const [image, outcome] of [
    [4, 0],
    [-1, 1],
    [0, 3],
    [0, -1],
    [Number.NaN, 0],
  ] as const) {
    expect(() => cache.read(image, outcome, values)).toThrow(RangeError);
    expect(() => cache.write(image, outcome, values)).toThrow(RangeError);
  }
  expect(() => cache.write(0, 0, new Float32Array(width + 1))).toThrow(RangeError);
  expect(() => cache.read(0, 0, new Float32Array(width - 1))).toThrow(RangeError);
});
