import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { bits, openCache, recordOf, valuesOf } from './fixtures/cache.ts';
import { goesOnWithout } from './trouble.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-cache-disk-'));
afterAll(() => rm(folder, { recursive: true }));

const images = 100;
const width = 2000;
const places = Array.from({ length: images }, (_, image) => image);

test('a folder that cannot be is reported once, and the cache is empty', async () => {
  const told: string[] = [];
  const cache = await openCache('/sys/redistill', { onProblem: (problem) => told.push(goesOnWithout(problem)) });
  cache.write(0, 0, valuesOf(0, 0, 5));
  expect([cache.filled(), recordOf(cache, 0, 0, 5)]).toEqual([0, undefined]);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^the teacher cache \/sys\/redistill\/\w{16}\.records cannot be written: E.*\. The run goes on, and computes what the cache lacks each time\. Set REDISTILL_CACHE to a folder elsewhere$/,
  );
});

const disk = join(folder, 'disk');
await mkdir(disk);
const mount = execaSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'redistill-test', disk], { reject: false });
// One after the other, as the disk fills.
describe.skipIf(mount.failed)('a disk (skipped where mounting one is not permitted)', { shuffle: false }, () => {
  afterAll(() => execaSync('umount', ['--lazy', disk]));

  const told: string[] = [];
  const open = () =>
    openCache(disk, { images, outcomes: 1, width, onProblem: (problem) => told.push(goesOnWithout(problem)) });
  const kept: number[] = [];

  test('that fills up is reported once; what was kept is read, and there is room for the description', async () => {
    const cache = await open();
    for (const image of places) cache.write(image, 0, valuesOf(image, 0, width));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /\.records cannot be written: ENOSPC: no space left on device, write\. .* Make room, or give it less with --teacher-cache SIZE$/,
    );
    for (const image of places) {
      const record = recordOf(cache, image, 0, width);
      if (!record) continue;
      expect(record.equals(bits(valuesOf(image, 0, width)))).toBe(true);
      kept.push(image);
    }
    // Of the record that no longer fits the disk took a part.
    const { size } = await stat(join(disk, `${cache.key}.records`));
    expect(size % (4 * width + 8)).toBeGreaterThan(0);
    expect(kept.length).toBeGreaterThan(40);
    expect(kept.length).toBe(Math.floor(size / (4 * width + 8)));
    cache.close();
  });

  test('that is full does not keep a cache from being read, or a new one from being none', async () => {
    told.length = 0;
    const cache = await open();
    expect(cache.filled()).toBe(kept.length);
    expect(told).toEqual([]);
    const identity = { teacher: 'another' };
    const other = await openCache(disk, { identity, onProblem: (problem) => told.push(goesOnWithout(problem)) });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/cannot be written: ENOSPC/);
    other.write(0, 0, valuesOf(0, 0, 5));
    expect(other.filled()).toBe(0);
    expect(told).toHaveLength(1);
    expect(await readdir(disk)).toHaveLength(2);
    other.close();
    cache.close();
  });

  test('that is read-only is reported once, and read', async () => {
    await execa('mount', ['-o', 'remount,ro', disk]);
    told.length = 0;
    const cache = await open();
    cache.write(99, 0, valuesOf(99, 0, width));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/cannot be written: EROFS: .*Set REDISTILL_CACHE/);
    expect(cache.filled()).toBe(kept.length);
    for (const image of kept)
      expect(recordOf(cache, image, 0, width)?.equals(bits(valuesOf(image, 0, width)))).toBe(true);
    cache.close();
  });
});
