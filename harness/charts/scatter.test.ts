import { expect, test } from 'vitest';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { scatterCells } from './fixtures/paper.ts';
import { scatter } from './scatter.ts';

test("the paper's cells are points in both panels, each with its interval and its title", async () => {
  const svg = (await scatter(scatterCells))!;
  const cells = scatterCells.length;
  expect(cells).toBe(188);
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'symbol')).toBe(2 * cells);
  // Measured and published in one panel, measured and the line of no difference in the other.
  expect(marksIn(svg, 'rule')).toBe(3 * cells + 1);
  expect(marksIn(svg, 'line')).toBe(1);
  expect(titlesIn(svg)).toHaveLength(2 * cells);
  expect(textsIn(svg)).toEqual(
    expect.arrayContaining(['published, %', 'measured, %', 'CRD+KD', 'agrees', 'higher', 'lower']),
  );
  expect(svg).toContain('188 cells; on average, measured minus published is');
});

test('a cell says what it is, and its verdict has a shape', async () => {
  const one = { distiller: 'CRD', pair: 'resnet56 to resnet20', published: 71.16, measured: 71.4 };
  const [plain, judged] = [(await scatter([one]))!, (await scatter([{ ...one, verdict: 'higher' }]))!];
  expect(titlesIn(plain)[0]).toBe('CRD, resnet56 to resnet20: measured 71.40, published 71.16 (+0.24)');
  expect(titlesIn(judged)[0]).toBe('CRD, resnet56 to resnet20: measured 71.40, published 71.16 (+0.24); higher');
  expect(textsIn(plain)).not.toContain('higher');
  expect(textsIn(judged)).toContain('higher');
});

test('without a cell there is no chart', async () => {
  expect(await scatter([])).toBeUndefined();
});
