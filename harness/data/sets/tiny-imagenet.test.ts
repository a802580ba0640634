import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { datasetSchema } from '../../job/dataset.ts';
import { fetchData } from './fetch-data.ts';
import { jpegOf, tinyImagenetEntries } from './fixtures/tiny-imagenet.ts';
import { zipped } from './fixtures/zip.ts';
import { loadData, trainingImages } from './registry.ts';
import { tinyImagenetArchive } from './tiny-imagenet.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-tiny-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(console, 'error').mockImplementation(() => {});
afterAll(() => rm(folder, { recursive: true }));

/** Smooth, so that a JPEG keeps its values: red grows downwards, green to the right; blue is the same everywhere. */
const smooth = (y: number, x: number) => [3 * y, 4 * x, 90] as const;
const pixels = Array.from({ length: 64 * 64 }, (_, i) => [Math.floor(i / 64), i % 64] as const);
let archive: string;
beforeAll(async () => {
  const entries = await tinyImagenetEntries({ classes: 3, training: 2, test: 2 });
  const replace = (name: string, contents: Buffer) => {
    entries.find((entry) => entry.name === `tiny-imagenet-200/${name}`)!.contents = contents;
  };
  replace(
    'train/n10000000/images/n10000000_0.JPEG',
    await jpegOf(Uint8Array.from(pixels.flatMap(([y, x]) => smooth(y, x)))),
  );
  replace(
    'train/n10000000/images/n10000000_1.JPEG',
    await jpegOf(
      Uint8Array.from(pixels, ([y]) => 2 * y),
      1,
    ),
  );
  const zip = zipped(entries);
  const path = join(folder, 'tiny-imagenet-200.zip');
  await writeFile(path, zip);
  archive = sha256(zip);
  await fetchData('tiny-imagenet', { from: path, sha256: archive });
});

const load = (size: 64 | 32) => loadData(datasetSchema.parse({ name: 'tiny-imagenet', archive, size }));

test('images are decoded once, when they are unpacked', async () => {
  expect((await readdir(join(folder, 'data/tiny-imagenet', archive.slice(0, 12)))).toSorted()).toEqual([
    'manifest.json',
    'train-images.bin',
    'train-labels.bin',
    'val-images.bin',
    'val-labels.bin',
    'wnids.txt',
  ]);
});

test('labels are the indices of the sorted names, images are theirs', async () => {
  const { training, test, ...rest } = await load(64);
  expect(rest).toEqual({
    classes: 3,
    shape: [64, 64, 3],
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
    mirrors: true,
  });
  expect(training.labels).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2));
  // In the order of the annotations, where the last class comes first.
  expect(test.labels).toEqual(Int32Array.of(2, 2, 1, 1, 0, 0));
  expect([training.images.length, test.images.length]).toEqual([6 * 12_288, 6 * 12_288]);
  // Images of a class have one colour, under noise: those to test with are like those to train on.
  const colourOf = (images: Uint8Array, image: number) =>
    [0, 1, 2].map((channel) => {
      const values = images.subarray(image * 12_288, (image + 1) * 12_288).filter((_, i) => i % 3 === channel);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
  for (const [trained, tested] of [
    [2, 2],
    [3, 3],
    [4, 0],
    [5, 1],
  ] as const) {
    const [ours, theirs] = [colourOf(training.images, trained), colourOf(test.images, tested)];
    for (const [channel, level] of ours.entries()) expect(Math.abs(level - theirs[channel]!)).toBeLessThan(3);
  }
});

test('a JPEG becomes rows of pixels, a grey one three equal channels', async () => {
  const { images } = (await load(64)).training;
  const differences = pixels.flatMap(([y, x], i) =>
    smooth(y, x).map((value, channel) => Math.abs(value - images[3 * i + channel]!)),
  );
  expect(Math.max(...differences)).toBeLessThanOrEqual(4);
  const grey = images.subarray(12_288, 2 * 12_288);
  const greys = pixels.flatMap(([y], i) => [0, 1, 2].map((channel) => Math.abs(2 * y - grey[3 * i + channel]!)));
  expect(Math.max(...greys)).toBeLessThanOrEqual(2);
});

test('downsampled to 32x32, a pixel is the mean over four', async () => {
  const [whole, half] = await Promise.all([load(64), load(32)]);
  expect(half.shape).toEqual([32, 32, 3]);
  const means = Array.from({ length: 32 * 32 * 3 }, (_, i) => {
    const corner = (Math.floor(i / 96) * 2 * 64 + (Math.floor(i / 3) % 32) * 2) * 3 + (i % 3);
    const four = [0, 3, 192, 195].map((offset) => whole.training.images[corner + offset]!);
    return Math.round(four.reduce((sum, value) => sum + value) / 4);
  });
  expect(Array.from(half.training.images.subarray(0, 3072))).toEqual(means);
});

test('how many there are to train on, whether they are there or not', async () => {
  const count = (dataset: object) =>
    trainingImages(datasetSchema.parse({ name: 'tiny-imagenet', size: 32, ...dataset }));
  expect(await count({})).toBe(100_000);
  expect(await count({ archive })).toBe(6);
  expect(await count({ archive: '0'.repeat(64) })).toBeUndefined();
});

test('a suite means the official archive, by its md5, unless it says otherwise', () => {
  const meant = { name: 'tiny-imagenet', archive: tinyImagenetArchive, size: 32 };
  expect(datasetSchema.parse({ name: 'tiny-imagenet', size: 32 })).toEqual(meant);
  expect(datasetSchema.parse(meant)).toEqual(meant);
  expect(datasetSchema.safeParse({ ...meant, archive: '0'.repeat(32) }).success).toBe(false);
});
