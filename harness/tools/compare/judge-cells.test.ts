import { expect, test } from 'vitest';
import { twoSidedP } from '../../base/statistics/estimate.ts';
import { sampleOf } from '../../base/statistics/sample.ts';
import { welch } from '../../base/statistics/welch.ts';
import { type ComparisonLevels, cellOutcome, judgeCells, type Sides } from './judge-cells.ts';
import { teacherComparison } from './teachers-agree.ts';

const levels: ComparisonLevels = { margins: { accuracy: 2, loss: 5, weightNorm: 2 }, significance: 0.05, step: 0.01 };

const spread = [-0.2, -0.1, 0, 0.1, 0.2];
const side = (accuracy: number, loss: number, weightNorm: number) =>
  spread.map((off) => ({ accuracy: accuracy + off, loss: loss * (1 + off / 100), weightNorm: weightNorm + off / 10 }));
const same: Sides = { ours: side(70, 2, 30), theirs: side(70.1, 2, 30) };

function verdictsOf(cells: Sides[], own: Partial<ComparisonLevels> = {}) {
  return judgeCells(cells, { ...levels, ...own }).map((judgements) => judgements.map(({ verdict }) => verdict));
}

test('what lies within the margins agrees', () => {
  expect(verdictsOf([same])).toEqual([['agrees', 'agrees', 'agrees']]);
  expect(cellOutcome(judgeCells([same], levels)[0]!)).toBe('agrees');
});

test.each([
  ['accuracy', { ours: side(60, 2, 30), theirs: side(70, 2, 30) }, ['lower', 'agrees', 'agrees']],
  ['loss', { ours: side(70, 2.4, 30), theirs: side(70, 2, 30) }, ['agrees', 'higher', 'agrees']],
  ['weights', { ours: side(70, 2, 32), theirs: side(70, 2, 30) }, ['agrees', 'agrees', 'higher']],
] as [string, Sides, string[]][])(
  'a difference in %s alone makes a cell differ, and no other cell',
  (_, differs, verdicts) => {
    const [first, second] = judgeCells([differs, same], levels);
    expect(first!.map(({ verdict }) => verdict)).toEqual(verdicts);
    expect(cellOutcome(first!)).toBe('differs');
    expect(cellOutcome(second!)).toBe('agrees');
  },
);

test('a difference of loss and norm is in per cent of the reference', () => {
  const [judgements] = judgeCells([{ ours: side(70, 2.2, 33), theirs: side(70, 2, 30) }], levels);
  const [accuracy, loss, norm] = judgements!.map(({ estimate }) => estimate!.difference);
  expect(accuracy).toBeCloseTo(0, 9);
  expect(loss).toBeCloseTo(10, 9);
  expect(norm).toBeCloseTo(10, 9);
});

test('the p of equality is that of Welch', () => {
  const [[accuracy] = []] = judgeCells([same], levels);
  const expected = twoSidedP(welch(sampleOf(accuracy!.ours)!, sampleOf(accuracy!.theirs)!));
  expect(accuracy!.equalP).toBeCloseTo(expected, 12);
});

test('one trial decides nothing, and narrow margins want more', () => {
  const one = { ours: same.ours.slice(1), theirs: same.theirs.slice(0, 1) };
  expect(cellOutcome(judgeCells([one], levels)[0]!)).toBe('undecided');
  expect(verdictsOf([same], { margins: { accuracy: 0.1, loss: 5, weightNorm: 2 } })).toEqual([
    ['too few trials', 'agrees', 'agrees'],
  ]);
});

test('a difference needs a third of the significance, an agreement all of it', () => {
  const cell: Sides = { ours: side(70, 2, 30), theirs: side(70.3, 2, 30) };
  const [[accuracy] = []] = judgeCells([cell], { ...levels, margins: { ...levels.margins, accuracy: 0.001 } });
  const beyond = accuracy!.p!;
  const at = (significance: number, margin: number) =>
    verdictsOf([cell], { significance, margins: { ...levels.margins, accuracy: margin } })[0]![0];
  expect(at(beyond * 2.9, 0.001)).toBe('too few trials');
  expect(at(beyond * 3.1, 0.001)).toBe('lower');
  const [[wide] = []] = judgeCells([cell], { ...levels, margins: { ...levels.margins, accuracy: 0.5 } });
  const within = wide!.withinP!;
  expect(at(within * 0.9, 0.5)).toBe('too few trials');
  expect(at(within * 1.1, 0.5)).toBe('agrees');
});

test('a teacher may be a test image or two better on one side', () => {
  const teacher = { network: 'resnet20', accuracy: 70 };
  expect(teacherComparison(teacher, [70, 70.02], 0.01)).toMatchObject({ theirs: 70.02, outcome: 'agrees' });
  expect(teacherComparison(teacher, [70, 69.97, 70.01], 0.01)).toMatchObject({ theirs: 69.97, outcome: 'differs' });
});
