import { expect, test } from 'vitest';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { speeds } from './fixtures/paper.ts';
import { speed } from './speed.ts';

test("each distiller has its time and its cost beside KD, and the reference's where it was measured", async () => {
  const charts = await speed(speeds);
  expect(speeds).toHaveLength(30);
  expect(charts.map(({ title }) => title)).toEqual([
    'resnet32x4 to resnet8x4: milliseconds a step',
    'resnet32x4 to resnet8x4: cost beside KD',
    'wrn_40_2 to ShuffleV1: milliseconds a step',
    'wrn_40_2 to ShuffleV1: cost beside KD',
  ]);
  const counts = charts.map(({ svg }) => {
    expect(faultsOf(svg)).toEqual([]);
    // Bars are paths of Vega's rectangles; diamonds are the reference's, on the first pair.
    return [marksIn(svg, 'rect'), marksIn(svg, 'symbol'), marksIn(svg, 'rule')];
  });
  expect(counts).toEqual([
    [15, 15, 15],
    [15, 15, 0],
    [15, 0, 15],
    [15, 0, 0],
  ]);
  const [{ svg } = { svg: '' }, cost] = charts;
  expect(titlesIn(svg)[0]).toMatch(
    /^vanilla, resnet32x4 to resnet8x4: \d+ ms a step; .\d+% beside KD; the reference \d+ ms$/,
  );
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['milliseconds a step', 'the reference', 'CRD+KD']));
  expect(textsIn(cost!.svg)).toContain('cost beside KD, %');
});

test('without KD there is no cost beside it', async () => {
  const charts = await speed([{ distiller: 'CRD', pair: 'a to b', ours: { milliseconds: 100 } }]);
  expect(charts).toHaveLength(1);
  const [{ svg } = { svg: '' }] = charts;
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'rect'), marksIn(svg, 'symbol'), marksIn(svg, 'rule')]).toEqual([1, 0, 0]);
  expect(titlesIn(svg)).toEqual(['CRD, a to b: 100 ms a step']);
});

test('without a measurement there is no chart', async () => {
  expect(await speed([])).toEqual([]);
});
