import { expect, test } from 'vitest';
import { type BandMark, bands } from './bands.ts';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';

const within = { label: 'accuracy, epoch 18', low: 88, high: 92, mean: 91, outside: false };
const outside = { label: 'weight norm, epoch 2', low: 20, high: 21, mean: 21.2, outside: true };
const chart = async (...marks: BandMark[]) =>
  (await bands({ distiller: 'CRD', pair: 'resnet20 to resnet8', marks })) ?? '';

test('each quantity is a bar with its ends and a mark, and a mark outside has an outline', async () => {
  const svg = await chart(within, outside);
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'rect'), marksIn(svg, 'symbol')]).toEqual([2, 2]);
  expect(textsIn(svg)).toEqual(
    expect.arrayContaining([within.label, outside.label, '88.00', '92.00', '20.00', '21.00']),
  );
  expect(titlesIn(svg)).toEqual([
    'CRD, accuracy, epoch 18: 91.00, within the band from 88.00 to 92.00',
    'CRD, weight norm, epoch 2: 21.20, outside of the band from 20.00 to 21.00',
  ]);
  const points = Array.from(svg.matchAll(/<path data-of="CRD"[^>]*>/g), ([point]) =>
    point.includes('stroke="currentColor"'),
  );
  expect(points).toEqual([false, true]);
  expect(svg).toContain('1 of 2 quantities lies within the band.');
});

test.each([
  [0.067, 0.2081, ['0.0670', '0.2081']],
  [0.467, 1.194, ['0.467', '1.194']],
  [14.2, 17.74, ['14.20', '17.74']],
  [9876.5, 12345.6, ['9877', '12346']],
])('both ends of a band have as many decimals: %d to %d', async (low, high, ends) => {
  const texts = textsIn(await chart({ ...within, low, high, mean: high }));
  expect(texts.filter((text) => /^\d/.test(text))).toEqual(ends);
});

test('bars are of one width, whatever their units', async () => {
  const svg = await chart(within, outside);
  const bars = /class="mark-rect[^>]*>(.*?)<\/g>/.exec(svg)![1]!;
  const widths = Array.from(bars.matchAll(/h([\d.]+)v/g), ([, width]) => Number(width));
  expect(widths).toHaveLength(2);
  expect(widths[0]).toBeCloseTo(widths[1]!, 5);
});

test('what lies far out is an arrow at the edge', async () => {
  const near = await chart(within);
  const far = await chart({ ...within, mean: 10, outside: true });
  const pathOf = (svg: string) => /class="mark-symbol[^>]*>.*?d="([^"]+)"/.exec(svg)?.[1];
  expect(marksIn(far, 'symbol')).toBe(1);
  expect(titlesIn(far)).toEqual(['CRD, accuracy, epoch 18: 10.00, outside of the band from 88.00 to 92.00']);
  expect(pathOf(far)).not.toBe(pathOf(near));
});

test('without a band there is no chart', async () => {
  expect(await chart()).toBe('');
});
