import { describe, expect, test } from 'vitest';
import { Normaliser, still } from './augmentation.ts';
import { drawPixelClasses } from './pixel-classes.ts';
import type { View } from './view-schema.ts';

// Four rows of two pixels: red, green; blue, white; black, grey; yellow, dark.
const image = Uint8Array.of(
  ...[255, 0, 0, 0, 255, 0],
  ...[0, 0, 255, 255, 255, 255],
  ...[0, 0, 0, 119, 119, 119],
  ...[255, 255, 0, 10, 20, 30],
);
const set = { images: image, labels: Int32Array.of(0) };
const moved = { row: 5, column: 3, mirror: true };

function seen(view?: View, move = still): Float32Array {
  const data = { shape: [4, 2, 3], mean: [0.5, 0.4, 0.3], deviation: [0.5, 0.25, 0.2], view } as const;
  return new Normaliser(data).batch(set, [0], () => move);
}
const channel = (values: Float32Array, which: number) => Array.from(values).filter((_, i) => i % 3 === which);
const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(3)) + 0);

describe('in Lab, over the middles and half widths of what sRGB has', () => {
  test('luminance is L from -1 to 1, and no colour', () => {
    const values = seen('luminance');
    // L of sRGB's red, green, blue, white, black, a middle grey, yellow (B. Lindbloom's calculator, D65).
    const lightness = [53.24, 87.73, 32.3, 100, 0, 50.03, 97.14];
    lightness.forEach((expected, pixel) => {
      expect(values[3 * pixel]).toBeCloseTo((expected - 50) / 50, 3);
    });
    expect(channel(values, 1)).toEqual(Array(8).fill(0));
    expect(channel(values, 2)).toEqual(Array(8).fill(0));
  });

  test('chrominance is a and b, and no lightness: greys, black and white look the same', () => {
    const values = seen('chrominance');
    expect(channel(values, 0)).toEqual(Array(8).fill(0));
    const [a, b] = [channel(values, 1), channel(values, 2)];
    expect(rounded(a.slice(0, 3))).toEqual(rounded([80.09, -86.18, 79.19].map((value) => (value - 6.025) / 92.208)));
    expect(rounded(b.slice(0, 3))).toEqual(rounded([67.2, 83.18, -107.86].map((value) => (value + 6.6895) / 101.1675)));
    for (const grey of [4, 5]) {
      expect(a[grey]).toBeCloseTo(a[3]!, 3);
      expect(b[grey]).toBeCloseTo(b[3]!, 3);
    }
    // The ends of the gamut: green has the least a, blue the least b.
    expect(a[1]).toBeCloseTo(-1, 4);
    expect(b[2]).toBeCloseTo(-1, 4);
  });

  test('a crop and its black margin are those of the image that is seen whole', () => {
    const values = seen('luminance', moved);
    const whole = seen('luminance');
    // From one row further down and one column further left, then mirrored: the right column is black, the last row too.
    const pixel = (row: number, column: number) => values[3 * (2 * row + column)];
    expect([0, 1, 2].map((row) => pixel(row, 0))).toEqual([1, 2, 3].map((row) => whole[3 * (2 * row)]));
    expect([pixel(0, 1), pixel(1, 1), pixel(3, 0)]).toEqual([-1, -1, -1]);
  });
});

test.each([
  ['upper', [0, 1], [2, 3]],
  ['lower', [2, 3], [0, 1]],
] as const)('%s shows half of the image, and black in place of the other', (view, shown, hidden) => {
  const [values, whole] = [seen(view), seen()];
  const row = (of: Float32Array, index: number) => of.subarray(6 * index, 6 * index + 6);
  for (const index of shown) expect(row(values, index)).toEqual(row(whole, index));
  const black = Float32Array.of(-1, -1.6, -1.5);
  for (const index of hidden) expect(row(values, index)).toEqual(Float32Array.of(...black, ...black));
  // The half is one of the image, and moves with it.
  const crop = seen(view, { ...still, row: still.row + 1 });
  for (const index of [0, 1, 2]) expect(row(crop, index)).toEqual(row(values, index + 1));
});

describe('of images whose pixels have depths and classes', () => {
  const depths = Uint16Array.of(0, 5000, 10_000, 2500, 1000, 2000, 3000, 4000);
  const maps = Uint8Array.of(1, 2, 0, 13, 5, 6, 7, 8);
  // Behind another image, of whose pixels each is the same.
  const set = {
    images: Uint8Array.of(...image, ...image),
    labels: Int32Array.of(-1, -1),
    depths: Uint16Array.of(...depths.map(() => 1), ...depths),
    pixelClasses: Uint8Array.of(...maps.map(() => 9), ...maps),
  };
  const shape = [4, 2, 3] as const;
  const look = (move = still) =>
    new Normaliser({ shape, mean: [0, 0, 0], deviation: [1, 1, 1], view: 'depth' }).batch(set, [1], () => move);

  test('depth is 0 to 10 metres, from -1 to 1, and nothing else', () => {
    expect(rounded(channel(look(), 0))).toEqual([-1, 0, 1, -0.5, -0.8, -0.6, -0.4, -0.2]);
    expect(channel(look(), 1)).toEqual(Array(8).fill(0));
    expect(channel(look(), 2)).toEqual(Array(8).fill(0));
  });

  test('classes move as the image does; nobody knows those of its margin', () => {
    expect(Array.from(drawPixelClasses(set, shape, [1], () => still))).toEqual([0, 1, -1, 12, 4, 5, 6, 7]);
    expect(Array.from(drawPixelClasses(set, shape, [1], () => moved))).toEqual([-1, -1, 4, -1, 6, -1, -1, -1]);
    expect(rounded(channel(look(moved), 0))).toEqual([1, -1, -0.8, -1, -0.4, -1, -1, -1]);
  });
});
