import { expect, test } from 'vitest';
import { errorLines } from './error-lines.ts';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';

const points = [1, 2, 4].flatMap((x) => [
  { line: 'KD', x, error: 30 - x, interval: { lower: 29 - x, upper: 31 - x } },
  { line: 'CRD', x, error: 28 - x },
]);

test('each line has its points, and intervals where there are some', async () => {
  const svg = (await errorLines({ title: 'Figure 4', axis: 'teachers', scale: 'linear', points }))!;
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'line'), marksIn(svg, 'rule'), marksIn(svg, 'symbol')]).toEqual([2, 3, expect.any(Number)]);
  expect(titlesIn(svg)).toEqual(expect.arrayContaining(['KD at 4: 26.00, interval 25.00 to 27.00', 'CRD at 1: 27.00']));
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['teachers', 'test error, %', '1', '2', '4', 'KD', 'CRD']));
  expect(svg).toContain('KD 29.00 at 1, 26.00 at 4; CRD 27.00 at 1, 24.00 at 4.');
});

test('on a logarithmic axis equal factors are equal steps', async () => {
  const svg = (await errorLines({ title: 'Figure 5', axis: 'negatives', scale: 'log', points }))!;
  const [, path = ''] = /class="mark-line[^>]*>\s*<path[^>]* d="M([^"]+)"/.exec(svg) ?? [];
  const [a, b, c] = path.split('L').map((place) => Number(place.split(',')[0]));
  expect(b! - a!).toBeCloseTo(c! - b!, 3);
});

test('without a point there is no chart', async () => {
  expect(await errorLines({ title: '', axis: '', scale: 'linear', points: [] })).toBeUndefined();
});
