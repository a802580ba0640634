import { describe, expect, test } from 'vitest';
import { fromBaseline } from './band.ts';
import { greaterP, interval, twoSidedP } from './estimate.ts';
import cases from './fixtures/cases.json' with { type: 'json' };
import { holm } from './holm.ts';
import { beyondMarginP, withinMarginP } from './margin.ts';
import { averageOf, paired } from './paired.ts';
import { noncentralTAbove, powerToAgree, powerToDiffer, trialsToAgree, trialsToDetect } from './power.ts';
import { type Sample, sampleOf } from './sample.ts';
import { tBelow, tQuantile } from './student-t.ts';
import { welch } from './welch.ts';

/** To 1e-9, and small values to 1e-9 of themselves. */
function expectClose(actual: number, expected: number) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.min(1, Math.abs(expected)) + 1e-300);
}

const unit = (trials: number, mean = 0): Sample => ({ mean, deviation: 1, trials, degreesOfFreedom: trials - 1 });

describe('as SciPy has it', () => {
  test.each(cases.students)('t $t with $degrees degrees of freedom', ({ t, degrees, below }) => {
    expectClose(tBelow(t, degrees), below);
  });

  test.each(cases.quantiles)('the quantile $probability with $degrees degrees of freedom', (one) => {
    const t = tQuantile(one.probability, one.degrees);
    expect(Math.abs(t - one.t)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(one.t)));
  });

  test('a quantile of what is no number is none', () => {
    expect([tQuantile(0.9, Number.NaN), tQuantile(Number.NaN, 3), tBelow(Number.NaN, 3)]).toEqual([NaN, NaN, NaN]);
  });

  test.each(cases.welch)('Welch: t = $t, p = $p', ({ ours, theirs, t, p, degrees, interval: expected, ...one }) => {
    const estimate = welch(sampleOf(ours)!, sampleOf(theirs)!);
    expect(Math.abs(estimate.difference / estimate.standardError - t)).toBeLessThan(1e-9 * Math.max(1, Math.abs(t)));
    expect(Math.abs(estimate.degreesOfFreedom - degrees)).toBeLessThan(1e-9 * degrees);
    expectClose(twoSidedP(estimate), p);
    const [low, high] = interval(estimate, 0.95);
    expect(low).toBeCloseTo(expected[0]!, 9);
    expect(high).toBeCloseTo(expected[1]!, 9);
    expectClose(withinMarginP(estimate, one.margin), one.within);
    expectClose(beyondMarginP(estimate, one.margin), one.beyond);
    expectClose(beyondMarginP(estimate, 0), p);
  });

  test.each(cases.paired)('pairs: p = $p', ({ ours, theirs, p, greater, interval: expected, within }) => {
    const estimate = paired(ours, theirs)!;
    expectClose(twoSidedP(estimate), p);
    expectClose(greaterP(estimate), greater);
    expect(interval(estimate, 0.95)[0]).toBeCloseTo(expected[0]!, 9);
    expectClose(withinMarginP(estimate, 0.5), within);
  });

  test.each(cases.holm)('Holm: $ps', ({ ps, adjusted }) => {
    for (const [index, p] of holm(ps).entries()) expectClose(p, adjusted[index]!);
  });

  test.each(cases.noncentral)('noncentral t $t, $degrees degrees of freedom, shift $shift', (one) => {
    expect(noncentralTAbove(one.t, one.degrees, one.shift)).toBeCloseTo(one.above, 9);
  });

  test.each(cases.power)('power: $trials trials, effect $effect, level $alpha', ({ trials, effect, alpha, power }) => {
    expect(powerToDiffer(unit(trials), unit(trials), effect, { margin: 0, alpha })).toBeCloseTo(power, 9);
  });

  test.each(cases.agreement)('power to agree: $trials trials, margin $margin', ({ trials, margin, alpha, power }) => {
    expect(powerToAgree(unit(trials), unit(trials), { margin, alpha })).toBeCloseTo(power, 9);
  });
});

test.each([1e3, 1e5, 3e5, 1e8, Infinity])(
  "without a shift, the noncentral t above %d is as likely as Student's",
  (t) => {
    expect(noncentralTAbove(t, 1, 0)).toBeCloseTo(tBelow(-t, 1), 9);
  },
);

test('two trials of each among hundreds of cells have a power, which is next to none', () => {
  const power = powerToDiffer(unit(2), unit(2), 1, { margin: 0.5, alpha: 0.05 / 188 });
  expect(power).toBeGreaterThan(0);
  expect(power).toBeLessThan(0.05);
  expect(powerToDiffer(unit(2), { ...unit(5), deviation: 0.1 }, 1, { margin: 0.5, alpha: 0.05 / 188 })).toBeLessThan(
    0.05,
  );
});

test('no hypotheses have no adjusted p values', () => expect(holm([])).toEqual([]));

test('one value has no deviation', () => expect(sampleOf([70])).toBeUndefined());

test('values that are equal by chance have the spread of rounding', () => {
  expect(sampleOf([70, 70], 0.01)!.deviation).toBeCloseTo(0.01 / Math.sqrt(12), 12);
  expect(sampleOf([70, 71], 0.01)!.deviation).toBe(Math.SQRT1_2);
  expect(paired([70, 70.2], [69, 69.2], 0.1)!.standardError).toBeCloseTo(0.1 / Math.sqrt(12), 12);
});

test('without any spread what is not equal is certain, and what is equal is not', () => {
  const exact = (mean: number): Sample => ({ ...unit(3, mean), deviation: 0 });
  const equal = welch(exact(70), exact(70));
  expect([twoSidedP(equal), beyondMarginP(equal, 0.5), withinMarginP(equal, 0.5)]).toEqual([1, 1, 0]);
  const apart = welch(exact(72), exact(70));
  expect([twoSidedP(apart), beyondMarginP(apart, 0.5), withinMarginP(apart, 0.5)]).toEqual([0, 0, 1]);
  expect(interval(apart, 0.95)).toEqual([2, 2]);
  expect(powerToDiffer(exact(70), exact(70), 1, { margin: 0.5, alpha: 0.05 })).toBe(1);
  expect(powerToAgree(exact(70), exact(70), { margin: 0.5, alpha: 0.05 })).toBe(1);
});

test('a margin makes a difference harder to tell, and agreement easier', () => {
  const estimate = welch({ ...unit(5, 1), deviation: 0.3 }, { ...unit(5), deviation: 0.3 });
  const margins = [0, 0.25, 0.5, 0.75, 1];
  const beyond = margins.map((margin) => beyondMarginP(estimate, margin));
  expect(beyond).toEqual(beyond.toSorted((a, b) => a - b));
  expect(beyond.at(-1)).toBeCloseTo(1, 9);
  const within = margins.map((margin) => withinMarginP(estimate, margin));
  expect(within).toEqual(within.toSorted((a, b) => b - a));
});

test('an average of estimates of the same kind has their degrees of freedom together', () => {
  const one = { difference: 1, standardError: 0.2, degreesOfFreedom: 4 };
  const { standardError, degreesOfFreedom, difference } = averageOf([one, { ...one, difference: 3 }]);
  expect(difference).toBe(2);
  expect(standardError).toBeCloseTo(0.2 / Math.SQRT2, 12);
  expect(degreesOfFreedom).toBeCloseTo(8, 12);
});

test('so many trials are needed that the power is there, and no fewer', () => {
  const levels = { margin: 0.5, alpha: 0.05 };
  const [ours, theirs] = [unit(3), unit(30)].map((sample) => ({ ...sample, deviation: 0.4 })) as [Sample, Sample];
  const needed = trialsToAgree(ours, theirs, levels)!;
  const power = (trials: number) => powerToAgree({ ...ours, trials, degreesOfFreedom: trials - 1 }, theirs, levels);
  expect(power(needed)).toBeGreaterThanOrEqual(0.8);
  expect(power(needed - 1)).toBeLessThan(0.8);
  expect(trialsToAgree(ours, { ...theirs, trials: 1 }, levels)).toBeUndefined();
});

test('with few of theirs, more trials of ours may have less power: then the few that are enough are told', () => {
  const levels = { margin: 0.5, alpha: 0.05 };
  const [ours, theirs] = [
    { ...unit(2), deviation: 0.2 },
    { ...unit(2), deviation: 0.1 },
  ];
  const power = (trials: number) => powerToAgree({ ...ours, trials, degreesOfFreedom: trials - 1 }, theirs, levels);
  expect(power(8)).toBeGreaterThan(0.8);
  expect(power(1024)).toBeLessThan(0.8);
  expect(trialsToAgree(ours, theirs, levels)).toBeLessThanOrEqual(8);
});

test('a band takes its spread from the baseline, and is wider where trials share a teacher', () => {
  const baseline = { mean: 90, deviation: 1, trials: 20, degreesOfFreedom: 19 };
  const three = fromBaseline(91, 3, baseline);
  expect(three).toEqual({ difference: 1, standardError: Math.sqrt(1 / 3 + 1 / 20), degreesOfFreedom: 19 });
  expect(fromBaseline(91, 1, baseline).standardError).toBeGreaterThan(three.standardError);
});

test('how many trials tell a mean from a fixed value is what tables of the t test have', () => {
  const at = (effect: number) => trialsToDetect(effect, { deviation: 1, alpha: 0.05, power: 0.8 });
  // Two-sided at 0.05 with power 0.8, for 0.5, 0.8 and 1 standard deviation.
  expect([0.5, 0.8, 1].map(at)).toEqual([34, 15, 10]);
  expect(at(0.01)).toBeUndefined();
});
