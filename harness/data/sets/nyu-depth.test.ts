import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sha256OfFile } from '../../base/files/hash.ts';
import { datasetSchema } from '../../job/dataset.ts';
import { fetchData } from './fetch-data.ts';
import { asWritten, nyuDepthVariables, writeMatlab } from './fixtures/nyu-depth.ts';
import { nyuDepthClasses, nyuDepthClassNames } from './nyu-depth/files.ts';
import { nyuDepthArchive } from './nyu-depth.ts';
import { loadData, trainingImages } from './registry.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-nyu-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(console, 'error').mockImplementation(() => {});
afterAll(() => rm(folder, { recursive: true }));

const [width, height] = [640, 480];
const variables = nyuDepthVariables(4);
// Farther than 16 bits of millimetres go, at the upper left of the 3rd image, and there ten pixels of which nothing is
// known, one of a floor and one of a bed: the bed has the lower number.
const third = 2 * width * height;
for (let x = 0; x < 4; x++) {
  for (let y = 0; y < 3; y++) {
    variables.depths[third + x * height + y] = 70;
    variables.labels[third + x * height + y] = 0;
  }
}
variables.labels[third] = 11;
variables.labels[third + height] = 157;

let archive: string;
beforeAll(async () => {
  const path = join(folder, 'nyu_depth_v2_labeled.mat');
  await writeMatlab(path, asWritten(variables));
  archive = await sha256OfFile(path);
  await fetchData('nyu-depth', { from: path, sha256: archive });
});

const load = (size: 160 | 80 | 32) => loadData(datasetSchema.parse({ name: 'nyu-depth', archive, size }));

/** The values of an image at row y and column x, as the archive has them. */
const colourAt = (image: number, [y, x]: number[], channel: number) =>
  variables.images[(image * 3 + channel) * width * height + x! * height + y!]!;
const depthAt = (image: number, [y, x]: number[]) => variables.depths[image * width * height + x! * height + y!]!;
const labelAt = (image: number, [y, x]: number[]) => variables.labels[image * width * height + x! * height + y!]!;

/** Which class the labels of the fixture have. */
const classes = new Map<number, (typeof nyuDepthClassNames)[number]>([
  [21, 'wall'],
  [11, 'floor'],
  [157, 'bed'],
  [19, 'table'],
  [83, 'sofa'],
  [64, 'picture'],
]);

/** What one of a few places of a 160x160 image should be made of: 4x3 pixels. */
const placesOf160 = [0, 1, 159, 160, 8080, 12_345, 25_599];
const boxOf160 = (place: number) =>
  Array.from({ length: 12 }, (_, i) => [3 * Math.floor(place / 160) + Math.floor(i / 4), 4 * (place % 160) + (i % 4)]);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
/** The lowest of those that are there most often; 0 where there is none. */
function mostCommon(known: number[]): number {
  const often = (one: number) => known.filter((other) => other === one).length;
  return known.toSorted((a, b) => often(b) - often(a) || a - b)[0] ?? 0;
}

test('images, depths and maps are made once, when they are unpacked', async () => {
  expect((await readdir(join(folder, 'data/nyu-depth', archive.slice(0, 12)))).toSorted()).toEqual([
    'manifest.json',
    ...['test', 'train'].flatMap((part) => ['depths', 'images', 'maps'].map((what) => `${part}-${what}.bin`)),
  ]);
});

test('images have no labels, and as many classes as the data set says', async () => {
  const { training, test, ...rest } = await load(160);
  expect(rest).toEqual({
    classes: 1000,
    pixelClasses: 13,
    shape: [160, 160, 3],
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
    mirrors: true,
  });
  expect([training.labels, test.labels]).toEqual([Int32Array.of(-1, -1), Int32Array.of(-1, -1)]);
  const few = await loadData(datasetSchema.parse({ name: 'nyu-depth', archive, size: 32, classes: 20 }));
  expect(few.classes).toBe(20);
});

test('a pixel is the mean colour, the mean depth and the most frequent class of a box', async () => {
  const sets = await load(160);
  // The first two images are to test with, the others to train on.
  for (const [set, first] of [
    [sets.test, 0],
    [sets.training, 2],
  ] as const) {
    for (const image of [0, 1]) {
      for (const place of placesOf160) {
        const box = boxOf160(place);
        const at = image * 25_600 + place;
        for (const channel of [0, 1, 2]) {
          const levels = box.map((pixel) => colourAt(first + image, pixel, channel));
          expect(set.images[3 * at + channel]).toBe(Math.round(mean(levels)));
        }
        const metres = mean(box.map((pixel) => depthAt(first + image, pixel)));
        expect(set.depths![at]).toBe(Math.min(Math.round(1000 * metres), 65_535));
        const named = box.flatMap((pixel) => classes.get(labelAt(first + image, pixel)) ?? []);
        const known = named.map((name) => 1 + nyuDepthClassNames.indexOf(name));
        expect(set.pixelClasses![at]).toBe(mostCommon(known));
      }
    }
  }
  expect([sets.training.depths![0], sets.training.pixelClasses![0]]).toEqual([65_535, 1]);
  expect([sets.test.pixelClasses![0], sets.test.depths!.length, sets.test.pixelClasses!.length]).toEqual([
    0, 51_200, 51_200,
  ]);
});

test.each([80, 32] as const)('at %i pixels, each stands for a square of those at 160', async (size) => {
  const [whole, smaller] = await Promise.all([load(160), load(size)]);
  const factor = 160 / size;
  const { images, depths, pixelClasses } = smaller.training;
  expect(smaller.shape).toEqual([size, size, 3]);
  expect([images.length, depths!.length, pixelClasses!.length]).toEqual(
    [3, 1, 1].map((values) => 2 * values * size ** 2),
  );
  for (let place = size ** 2; place < 2 * size ** 2; place++) {
    const [y, x] = [Math.floor(place / size) % size, place % size];
    const square = Array.from(
      { length: factor ** 2 },
      (_, i) => 25_600 + (y * factor + Math.floor(i / factor)) * 160 + x * factor + (i % factor),
    );
    const wholeOf = (values: ArrayLike<number>) => square.map((pixel) => values[pixel]!);
    const red = square.map((pixel) => whole.training.images[3 * pixel]!);
    expect([images[3 * place], depths![place], pixelClasses![place]]).toEqual([
      Math.round(mean(red)),
      Math.round(mean(wholeOf(whole.training.depths!))),
      mostCommon(wholeOf(whole.training.pixelClasses!).filter((one) => one > 0)),
    ]);
  }
});

test('all of it lies in memory that threads share', async () => {
  const { training } = await load(32);
  for (const { buffer } of [training.images, training.depths!, training.pixelClasses!]) {
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  }
});

test('how many there are to train on, whether they are there or not', async () => {
  const count = (dataset: object) => trainingImages(datasetSchema.parse({ name: 'nyu-depth', size: 32, ...dataset }));
  expect(await count({})).toBe(795);
  expect(await count({ archive })).toBe(2);
  expect(await count({ archive: '0'.repeat(64) })).toBeUndefined();
});

test('a suite means the official archive, by its md5, unless it says otherwise', () => {
  const meant = { name: 'nyu-depth', archive: nyuDepthArchive, size: 160, classes: 1000 };
  expect(datasetSchema.parse({ name: 'nyu-depth', size: 160 })).toEqual(meant);
  expect(datasetSchema.safeParse({ ...meant, archive: '0'.repeat(32) }).success).toBe(false);
  expect(datasetSchema.safeParse({ ...meant, size: 96 }).success).toBe(false);
});

test('classes of pixels are the thirteen', () => {
  expect(nyuDepthClasses).toBe(13);
  expect(nyuDepthClassNames[4]).toBe('floor');
});
