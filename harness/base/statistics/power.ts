import { meanOverDeviations } from './mean-over-deviations.ts';
import { normalBelow } from './normal.ts';
import type { Sample } from './sample.ts';
import { tQuantile } from './student-t.ts';
import { welch } from './welch.ts';

/** P(T > t) of the noncentral t distribution, whose normal part has the mean `shift`. */
export function noncentralTAbove(t: number, degreesOfFreedom: number, shift: number): number {
  return meanOverDeviations((s) => normalBelow(shift - t * s), degreesOfFreedom);
}

/** How sure the tests are to be. */
export interface TestLevels {
  /** Differences up to it count as none. */
  margin: number;
  /** The chance of a false alarm. */
  alpha: number;
}

/** The chance that a true difference of that size is told to lie beyond the margin, with deviations and trials as they are. */
export function powerToDiffer(ours: Sample, theirs: Sample, effect: number, { margin, alpha }: TestLevels): number {
  const { standardError, degreesOfFreedom } = welch(ours, theirs);
  if (standardError === 0) return effect > margin ? 1 : 0;
  const limit = tQuantile(1 - alpha / 2, degreesOfFreedom);
  const [same, other] = [effect - margin, -effect - margin].map((distance) =>
    noncentralTAbove(limit, degreesOfFreedom, distance / standardError),
  );
  return same! + other!;
}

/** The chance that two equal truths are told to agree within the margin, with deviations and trials as they are. */
export function powerToAgree(ours: Sample, theirs: Sample, { margin, alpha }: TestLevels): number {
  const { standardError, degreesOfFreedom } = welch(ours, theirs);
  if (margin === 0) return 0;
  if (standardError === 0) return 1;
  const limit = tQuantile(1 - alpha, degreesOfFreedom);
  const inside = (s: number) => 2 * normalBelow(margin / standardError - limit * s) - 1;
  return meanOverDeviations(inside, degreesOfFreedom, margin / standardError / limit);
}

const mostTrials = 1024;

/**
 * How many trials of ours would show, with that power, that equal truths agree.
 * @returns undefined where no number would, as theirs are too few
 */
export function trialsToAgree(ours: Sample, theirs: Sample, levels: TestLevels, power = 0.8): number | undefined {
  const enough = (trials: number) =>
    powerToAgree({ ...ours, trials, degreesOfFreedom: Math.max(ours.degreesOfFreedom, trials - 1) }, theirs, levels) >=
    power;
  // By doubling first: with few of theirs, more of ours may have less power, as Welch's degrees of freedom then fall to theirs.
  let high = 2;
  while (!enough(high)) {
    high *= 2;
    if (high > mostTrials) return undefined;
  }
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Of the test that tells trials' mean from a fixed value. */
export interface DetectionLevels {
  /** Of one trial. */
  deviation: number;
  alpha: number;
}

/** The power of the t test of that many trials, two-sided at `alpha`, where their mean lies `effect` away from a fixed value. */
export function powerToDetect(effect: number, trials: number, { deviation, alpha }: DetectionLevels): number {
  const limit = tQuantile(1 - alpha / 2, trials - 1);
  const shift = (effect * Math.sqrt(trials)) / deviation;
  return noncentralTAbove(limit, trials - 1, shift) + noncentralTAbove(limit, trials - 1, -shift);
}

/**
 * How many trials that test needs for that power.
 * @returns undefined where no number up to 1024 would do
 */
export function trialsToDetect(
  effect: number,
  { power, ...levels }: DetectionLevels & { power: number },
): number | undefined {
  for (let trials = 2; trials <= mostTrials; trials++) {
    if (powerToDetect(effect, trials, levels) >= power) return trials;
  }
  return undefined;
}
