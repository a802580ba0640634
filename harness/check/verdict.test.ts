import { describe, expect, test } from 'vitest';
import { fromBaseline } from '../base/statistics/band.ts';
import { twoSidedP } from '../base/statistics/estimate.ts';
import { holm } from '../base/statistics/holm.ts';
import { powerToAgree, powerToDiffer } from '../base/statistics/power.ts';
import { type Sample, sampleOf } from '../base/statistics/sample.ts';
import { welch } from '../base/statistics/welch.ts';
import { RandomStream } from '../model/engine/random.ts';
import { judge } from './verdict.ts';

const levels = { margin: 0.5, alpha: 0.05 };
/** As the paper's runs and ours spread. */
const deviation = 0.25;
const prior = { deviation: 0.233, degreesOfFreedom: 284 };

const random = new RandomStream(1910, 'a simulation', 0);
const trials = (count: number, mean: number) => Array.from({ length: count }, () => mean + deviation * random.normal());

/** A cell whose truth lies `apart` from what was published. */
function cell(apart: number, published: 'with its deviation' | 'with a prior' = 'with its deviation') {
  const theirs = sampleOf(trials(5, 70))!;
  return welch(sampleOf(trials(5, 70 + apart))!, published === 'with a prior' ? { ...theirs, ...prior } : theirs);
}

/** The share of suites of 195 cells in which a single one is called higher or lower. */
function falseAlarms(
  suites: number,
  cellOf: (index: number) => ReturnType<typeof cell>,
  margin = levels.margin,
): number {
  let alarms = 0;
  for (let suite = 0; suite < suites; suite++) {
    const judged = judge(
      Array.from({ length: 195 }, (_, index) => cellOf(index)),
      { ...levels, margin },
    );
    if (judged.some(({ verdict }) => verdict === 'higher' || verdict === 'lower')) alarms++;
  }
  return alarms / suites;
}

describe('fewer than 5 % of suites have a false alarm', () => {
  test('where all agree', () => expect(falseAlarms(300, () => cell(0))).toBeLessThan(0.05));

  test('where deviations are unknown and a prior stands in for them', () => {
    expect(falseAlarms(300, () => cell(0, 'with a prior'))).toBeLessThan(0.05);
  });

  test('where every cell lies at the edge of the margin, this way or that', () => {
    expect(falseAlarms(300, (index) => cell(index % 2 ? 0.5 : -0.5))).toBeLessThan(0.05);
  });

  test('without a margin as well, where no room is left', () => {
    expect(falseAlarms(300, () => cell(0), 0)).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 300));
  });
});

test('fewer than 5 % of suites lie outside a band, with a teacher for each of its trials and one for the three of a suite', () => {
  /** Teachers make half of the variance; a suite has so many bands, of vanilla students and of taught ones. */
  const [ofTeacher, ofStudent] = [Math.SQRT1_2, Math.SQRT1_2];
  const run = (teacher: number) => ofTeacher * teacher + ofStudent * random.normal();
  const pOf = (draws: number) => {
    const baseline = sampleOf(Array.from({ length: 20 }, () => run(random.normal())))!;
    const teacher = random.normal();
    const values = Array.from({ length: 3 }, () => run(draws === 1 ? teacher : random.normal()));
    return twoSidedP(fromBaseline(sampleOf(values)!.mean, draws, baseline));
  };
  const suites = 1000;
  const alarms = Array.from({ length: suites }, () =>
    holm(Array.from({ length: 28 }, (_, band) => pOf(band < 5 ? 3 : 1))),
  );
  expect(alarms.filter((ps) => ps.some((p) => p < 0.05)).length / suites).toBeLessThan(0.05);
});

/** Welch's degrees of freedom are estimated too, which costs a little of the power that is stated. */
const tolerance = 0.04;

describe('the stated power is the share of cells', () => {
  const truth = (mean: number): Sample => ({ mean, deviation, trials: 5, degreesOfFreedom: 4 });
  const cells = 4000;
  const share = (apart: number, wanted: string) =>
    Array.from({ length: cells }, () => judge([cell(apart)], levels)[0]!.verdict).filter((one) => one === wanted)
      .length / cells;

  test.each([0.8, 1, 1.3])('that are called higher where the truth is %d points higher', (apart) => {
    const stated = powerToDiffer(truth(70), truth(70), apart, levels);
    expect(stated).toBeGreaterThan(0.1);
    expect(Math.abs(share(apart, 'higher') - stated)).toBeLessThan(tolerance);
  });

  test('that are called agreeing where the truths are equal', () => {
    const stated = powerToAgree(truth(70), truth(70), levels);
    expect(Math.abs(share(0, 'agrees') - stated)).toBeLessThan(tolerance);
  });
});

test('one cell among many has to be further off', () => {
  const estimate = (difference: number) => ({ difference, standardError: 0.15, degreesOfFreedom: 8 });
  expect(judge([estimate(1)], levels)[0]!.verdict).toBe('higher');
  expect(judge([estimate(1), ...Array(194).fill(estimate(0))], levels)[0]!.verdict).toBe('too few trials');
  expect(judge([estimate(-2), ...Array(194).fill(estimate(0))], levels)[0]!.verdict).toBe('lower');
});

test('the interval lies beyond the margin, within it or across its edge, and so is the verdict', () => {
  const verdictOf = (difference: number, standardError: number) =>
    judge([{ difference, standardError, degreesOfFreedom: 8 }], levels)[0]!.verdict;
  expect(verdictOf(0.1, 0.1)).toBe('agrees');
  expect(verdictOf(0.1, 0.5)).toBe('too few trials');
  expect(verdictOf(0.5, 0.001)).toBe('too few trials');
  expect(verdictOf(-1.5, 0.1)).toBe('lower');
});

test('a cell with too few trials is no member of the family', () => {
  const [none, one] = judge([undefined, { difference: 1, standardError: 0.15, degreesOfFreedom: 8 }], levels);
  expect(none).toEqual({ verdict: 'too few trials', estimate: undefined, p: undefined, interval: undefined });
  expect(one!.p).toBeCloseTo(judge([one!.estimate], levels)[0]!.p!, 12);
});
