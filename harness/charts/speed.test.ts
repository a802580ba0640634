import { expect, test } from 'vitest';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { speeds } from './fixtures/paper.ts';
import { speed } from './speed.ts';

test("each distiller has its time and its cost beside KD, and the reference's where it was measured", async () => {
  const svg = (await speed(speeds))!;
  expect(speeds).toHaveLength(30);
  expect(faultsOf(svg)).toEqual([]);
  // Bars are paths of Vega's rectangles: a time and a cost each; diamonds on the first of two pairs.
  expect(marksIn(svg, 'rect')).toBe(2 * 30);
  expect(marksIn(svg, 'symbol')).toBe(2 * 15);
  expect(marksIn(svg, 'rule')).toBe(30);
  expect(titlesIn(svg)[0]).toMatch(
    /^vanilla, resnet32x4 to resnet8x4: \d+ ms a step; .\d+% beside KD; the reference \d+ ms$/,
  );
  expect(textsIn(svg)).toEqual(
    expect.arrayContaining(['milliseconds a step', 'cost beside KD, %', 'the reference', 'CRD+KD']),
  );
});

test('without KD there is no cost beside it', async () => {
  const svg = (await speed([{ distiller: 'CRD', pair: 'a to b', ours: { milliseconds: 100 } }]))!;
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'rect'), marksIn(svg, 'symbol'), marksIn(svg, 'rule')]).toEqual([1, 0, 0]);
  expect(titlesIn(svg)).toEqual(['CRD, a to b: 100 ms a step']);
  expect(textsIn(svg)).not.toContain('cost beside KD, %');
});

test('without a measurement there is no chart', async () => {
  expect(await speed([])).toBeUndefined();
});
