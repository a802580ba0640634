import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { Problem } from '../../base/problem.ts';
import { datasetSchema } from '../../job/dataset.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { fetchData } from './fetch-data.ts';
import { gzippedTar } from './fixtures/gzipped-tar.ts';
import { inColumns, stl10Entries } from './fixtures/stl10.ts';
import { loadData, trainingImages } from './registry.ts';
import { stl10Archive } from './stl10.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-stl10-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(console, 'error').mockImplementation(() => {});
afterAll(() => rm(folder, { recursive: true }));

const random = new RandomStream(0, 'an image of STL-10');
const first = Uint8Array.from({ length: 96 * 96 * 3 }, () => random.integer(256));
let archive: string;
beforeAll(async () => {
  // More images without labels than are read at once.
  const entries = stl10Entries({ training: 12, test: 11, unlabelled: 260 });
  const training = entries.find(({ name }) => name.endsWith('/train_X.bin'));
  (training!.contents as Uint8Array).set(inColumns(first));
  const gzipped = await gzippedTar(entries);
  const path = join(folder, 'stl10_binary.tar.gz');
  await writeFile(path, gzipped);
  archive = sha256(gzipped);
  await fetchData('stl10', { from: path, sha256: archive });
});

const load = (options: object) => loadData(datasetSchema.parse({ name: 'stl10', archive, ...options }));

test('images are rows of pixels, labels are counted from 0', async () => {
  const { training, test, ...rest } = await load({ size: 96 });
  expect(rest).toEqual({
    classes: 10,
    shape: [96, 96, 3],
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
    mirrors: true,
  });
  expect(Buffer.from(training.images.subarray(0, first.length)).equals(first)).toBe(true);
  expect(training.labels).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1));
  expect(training.images.length).toBe(12 * 96 * 96 * 3);
  expect([test.labels.length, test.images.length]).toEqual([11, 11 * 96 * 96 * 3]);
});

test.each([48, 32])('downsampled to a side of %i, a pixel is the mean over a square', async (size) => {
  const { training, shape } = await load({ size });
  expect(shape).toEqual([size, size, 3]);
  expect(training.images.length).toBe(12 * size * size * 3);
  const factor = 96 / size;
  for (const [y, x, channel] of [
    [0, 0, 0],
    [size - 1, 0, 1],
    [5, size - 1, 2],
  ] as const) {
    let sum = 0;
    for (let i = 0; i < factor ** 2; i++) {
      const [row, column] = [y * factor + Math.floor(i / factor), x * factor + (i % factor)];
      sum += first[(row * 96 + column) * 3 + channel]!;
    }
    expect(training.images[(y * size + x) * 3 + channel]).toBe(Math.round(sum / factor ** 2));
  }
});

test('what has no labels says so, in every image; the test images have theirs', async () => {
  const { training, test } = await load({ size: 32, part: 'unlabelled' });
  expect(training.labels).toEqual(new Int32Array(260).fill(-1));
  expect(training.images.length).toBe(260 * 3072);
  // The last one is an image like the others: bright, by its class.
  expect(training.images.subarray(259 * 3072).every((value) => value > 32)).toBe(true);
  expect(test.labels.length).toBe(11);
});

test('how many there are to train on, whether they are there or not', async () => {
  const count = (dataset: object) => trainingImages(datasetSchema.parse({ name: 'stl10', size: 32, ...dataset }));
  expect(await count({})).toBe(5000);
  expect(await count({ part: 'unlabelled' })).toBe(100_000);
  expect(await count({ archive })).toBe(12);
  expect(await count({ archive, part: 'unlabelled' })).toBe(260);
  expect(await count({ archive: '0'.repeat(64) })).toBeUndefined();
});

test('a suite means the official archive and the labelled images unless it says otherwise, and must say the size', () => {
  expect(datasetSchema.parse({ name: 'stl10', size: 32 })).toEqual({
    name: 'stl10',
    archive: stl10Archive,
    size: 32,
    part: 'labelled',
  });
  expect(datasetSchema.safeParse({ name: 'stl10' }).success).toBe(false);
  expect(datasetSchema.safeParse({ name: 'stl10', size: 64 }).success).toBe(false);
});

test('a bit that has flipped in a file that is read in pieces', async () => {
  const file = join(folder, 'data/stl10', archive.slice(0, 12), 'unlabeled_X.bin');
  const whole = await readFile(file);
  const last = whole.length - 1;
  await writeFile(file, whole.with(last, whole[last]! ^ 1));
  const failure = load({ size: 32, part: 'unlabelled' });
  await expect(failure).rejects.toThrow(Problem);
  await expect(failure).rejects.toThrow(`${file} is damaged: its sha256 is another than when it was unpacked`);
  await writeFile(file, whole);
});
