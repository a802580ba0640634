import { expect, test } from 'vitest';
import { downsample } from './downsample.ts';

/** An image of 4x4: the first channel. */
const values = [
  [0, 1, 10, 20],
  [2, 3, 30, 40],
  [255, 255, 0, 0],
  [255, 254, 0, 1],
];

test('each value is the rounded mean over its square, whatever the layout', () => {
  const byPixel = Uint8Array.from(values.flat().flatMap((value) => [value, 255 - value, 7]));
  const byColumn = Uint8Array.from({ length: 48 }, (_, i) => {
    const [channel, column, row] = [Math.floor(i / 16), Math.floor(i / 4) % 4, i % 4];
    return byPixel[(row * 4 + column) * 3 + channel]!;
  });
  const means = [2, 25, 255, 0].flatMap((mean, i) => [mean, [254, 230, 0, 255][i]!, 7]);
  const layouts = [
    [byPixel, { row: 12, column: 3, channel: 1 }],
    [byColumn, { row: 1, column: 4, channel: 16 }],
  ] as const;
  for (const [source, layout] of layouts) {
    const target = new Uint8Array(1 + 12);
    downsample(Uint8Array.of(9, ...source), 1, { layout, size: 2, factor: 2 }, target, 1);
    expect(Array.from(target)).toEqual([0, ...means]);
    const same = new Uint8Array(48);
    downsample(source, 0, { layout, size: 4, factor: 1 }, same, 0);
    expect(same).toEqual(byPixel);
  }
});
