import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Augmented } from '../../model/distillers/augmented.ts';
import { BatchMaker } from './batch-maker.ts';
import { loadData } from './registry.ts';
import { rotations } from './rotations.ts';

const data = await loadData({ name: 'digits', training: 150, test: 10 });
const batch = 16;
const source = { data, seed: 3, batch };
const all: readonly Augmented[] = ['secondCrop', 'strong', 'rotations'];
const size = 32 * 32 * 3;

const batchOf = (step: number, augmented?: readonly Augmented[], seed = 3, purpose = '') =>
  new BatchMaker({ ...source, seed, ...(augmented && { augmented }) }).make({ purpose, epoch: 1, step });

/** Of large arrays `toEqual` is slow. */
function expectSame(ours: unknown, other: unknown, message?: string): void {
  expect(isDeepStrictEqual(ours, other), message).toBe(true);
}

test('an image of two by two pixels is turned counter-clockwise, in each of its channels', () => {
  // a b
  // c d
  const [a, b, c, d] = [1, 2, 3, 4];
  const image = Float32Array.from([a, b, c, d].flatMap((value) => [value, -value]));
  const turned = [
    [a, b, c, d],
    [b, d, a, c],
    [d, c, b, a],
    [c, a, d, b],
  ];
  const expected = turned.flat().flatMap((value) => [value, -value]);
  const two = rotations(Float32Array.of(...image, ...image.map((value) => 10 * value)), 2, 2);
  expect([...two]).toEqual([...expected, ...expected.map((value) => 10 * value)]);
});

test('further forms change nothing of the images, and are made on request alone', async () => {
  const plain = await batchOf(1);
  const { secondCropImages, strongImages, rotatedImages, ...rest } = await batchOf(1, all);
  expectSame(rest, plain);
  expectSame(await batchOf(1, ['strong']), { ...plain, strongImages });
  expectSame(await batchOf(1, ['secondCrop']), { ...plain, secondCropImages });
  expectSame(await batchOf(1, ['rotations']), { ...plain, rotatedImages });
});

test('they are of the same images, and drawn for each batch by the seed', async () => {
  const { images, ...forms } = await batchOf(0, all);
  expectSame(await batchOf(0, all), { images, ...forms });
  for (const other of [await batchOf(3, all), await batchOf(0, all, 4), await batchOf(0, all, 3, 'first stage, ')])
    for (const form of ['secondCropImages', 'strongImages'] as const)
      expect(isDeepStrictEqual(other[form], forms[form]), form).toBe(false);
  const imageOf = (all: Float32Array, image: number) => all.subarray(image * size, (image + 1) * size);
  const brightest = (pixels: Float32Array) => pixels.reduce((most, value) => Math.max(most, value));
  let moved = 0;
  for (let image = 0; image < batch; image++) {
    const own = imageOf(images, image);
    expectSame(imageOf(forms.rotatedImages!, 4 * image), own, `image ${image}`);
    // Wherever it is cropped, the brightest pixel of a digit is in it.
    const cropped = imageOf(forms.secondCropImages!, image);
    expect(brightest(cropped), `image ${image}`).toBe(brightest(own));
    if (!isDeepStrictEqual(cropped, own)) moved++;
  }
  expect(moved).toBeGreaterThan(batch / 2);
});

test('strong images lie within what eight bits are normalised to', async () => {
  const { strongImages, images } = await batchOf(0, ['strong']);
  expect(strongImages!.length).toBe(images.length);
  const [least, most] = [0, 1].map((value) => Math.fround((value - data.mean[0]!) / data.deviation[0]!));
  expect(strongImages!.every((value) => value >= least! && value <= most!)).toBe(true);
});
