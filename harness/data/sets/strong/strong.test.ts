import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RandomStream } from '../../../model/engine/random.ts';
import type { Picture } from '../../images/picture.ts';
import * as colours from './colours.ts';
import * as geometry from './geometry.ts';
import { operations, randAugment } from './rand-augment.ts';

interface Case {
  operation: string;
  magnitudes: number[];
  size: [number, number];
  pixels: string;
}
const fixtures = new URL('fixtures/pillow.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixtures, 'utf8')) as { cases: Case[] };

/** The picture that `fixtures/make.py` has made too. */
function pictureOf(width: number, height: number): Picture {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    return ((37 * i * i + 11 * i + (i % 3) * 40) % 200) + 20;
  });
  return { width, height, pixels };
}

const all: Record<string, (picture: Picture, ...magnitudes: [number, number, number]) => Picture> = {
  ...colours,
  ...geometry,
};

test.each(cases)('$operation by $magnitudes of $size has the bytes of Pillow', ({ operation, magnitudes, ...made }) => {
  const picture = pictureOf(...made.size);
  const before = picture.pixels.slice();
  const { pixels } = all[operation]!(picture, ...(magnitudes as [number, number, number]));
  expect(Buffer.from(pixels).toString('base64')).toBe(made.pixels);
  expect(picture.pixels).toEqual(before);
});

test('every operation but the one that changes nothing is compared with Pillow', () => {
  const compared = new Set(cases.map(({ operation }) => all[operation]!));
  expect(operations.filter(([operation]) => !compared.has(operation)).map(([{ name }]) => name)).toEqual(['unchanged']);
});

test('RandAugment draws two operations and a cut, and depends on its stream alone', () => {
  const picture = pictureOf(32, 32);
  const drawn = (step: number) => randAugment(picture, new RandomStream(1, 'strong', step)).pixels;
  expect(drawn(0)).toEqual(drawn(0));
  const different = new Set(Array.from({ length: 200 }, (_, step) => Buffer.from(drawn(step)).toString('base64')));
  expect(different.size).toBe(200);
  // A cut that begins within the picture covers a pixel at least.
  const isCovered = (pixels: Uint8Array) =>
    Array.from(
      { length: 1024 },
      (_, i) => pixels[3 * i] === 125 && pixels[3 * i + 1] === 123 && pixels[3 * i + 2] === 114,
    );
  const covered = Array.from({ length: 200 }, (_, step) => isCovered(drawn(step)).filter(Boolean).length);
  expect(Math.min(...covered)).toBeGreaterThan(0);
  expect(Math.max(...covered)).toBeLessThanOrEqual(17 ** 2);
});
