import { expect, test } from 'vitest';
import { differences } from './differences.ts';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { scatterCells } from './fixtures/paper.ts';
import { type ScatterCell, scatter } from './scatter.ts';

test("the paper's cells are points beside the line on which both are the same", async () => {
  const svg = (await scatter(scatterCells))!;
  const cells = scatterCells.length;
  expect(cells).toBe(188);
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'symbol')).toBe(cells);
  expect(marksIn(svg, 'line')).toBe(1);
  expect(titlesIn(svg)).toHaveLength(cells);
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['published, %', 'measured, %', 'CRD+KD']));
  expect(svg).toContain('188 cells; on average, measured minus published is');
});

test('differences are one row per distiller, one point per cell, each with its interval', async () => {
  const svg = (await differences(scatterCells))!;
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'symbol')).toBe(scatterCells.length);
  // The intervals, and the line of no difference.
  expect(marksIn(svg, 'rule')).toBe(scatterCells.length + 1);
  expect(titlesIn(svg)).toHaveLength(scatterCells.length);
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['vanilla', 'CRD+KD', 'measured − published, points']));
});

test('one wide interval does not flatten the others', async () => {
  const cell = { distiller: 'CRD', published: 70, measured: 70.1 };
  const narrow = ['a', 'b', 'c'].map((pair) => ({ ...cell, pair, measuredInterval: { lower: 69.9, upper: 70.3 } }));
  const wide = { ...cell, pair: 'd', measuredInterval: { lower: 20, upper: 120 } };
  const ticks = async (cells: readonly ScatterCell[]) =>
    textsIn((await differences(cells))!).filter((text) => /^.?\d/.test(text));
  expect(await ticks([...narrow, wide])).toEqual(await ticks(narrow));
  expect(marksIn((await differences([...narrow, wide]))!, 'symbol')).toBe(4 + 2);
});

test('a cell says what it is, and its verdict shows', async () => {
  const one = { distiller: 'CRD', pair: 'resnet56 to resnet20', published: 71.16, measured: 71.4 };
  const plain = (await scatter([one]))!;
  const [differs, unsure] = [
    (await scatter([{ ...one, verdict: 'higher' }]))!,
    (await scatter([{ ...one, verdict: 'too few trials' }]))!,
  ];
  expect(titlesIn(plain)[0]).toBe('CRD, resnet56 to resnet20: measured 71.40, published 71.16 (+0.24)');
  expect(titlesIn(differs)[0]).toBe('CRD, resnet56 to resnet20: measured 71.40, published 71.16 (+0.24); higher');
  const pointOf = (svg: string) => /<path data-of="CRD"[^>]*>/.exec(svg)![0];
  expect(pointOf(plain)).not.toContain('stroke="currentColor"');
  expect(pointOf(differs)).toContain('stroke="currentColor"');
  expect(pointOf(unsure)).toMatch(/stroke="var/);
});

test('without a cell there is no chart', async () => {
  expect(await scatter([])).toBeUndefined();
  expect(await differences([])).toBeUndefined();
});
