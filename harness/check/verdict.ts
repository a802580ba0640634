import { type Estimate, interval } from '../base/statistics/estimate.ts';
import { holm } from '../base/statistics/holm.ts';
import { beyondMarginP, withinMarginP } from '../base/statistics/margin.ts';
import type { CheckLevels } from './levels.ts';

export type Verdict = 'agrees' | 'higher' | 'lower' | 'too few trials';

/** A difference and what is to be thought of it. */
export interface Judged {
  verdict: Verdict;
  /** Undefined where there were too few trials for a test. */
  estimate: Estimate | undefined;
  /** Of the hypothesis that the difference is no larger than the margin, with Holm's correction over all that were tested. */
  p: number | undefined;
  /** Of the difference, 95 %. */
  interval: [number, number] | undefined;
}

/**
 * Judges differences that belong together. `higher` and `lower` are sure to lie beyond the margin: the chance of a single
 * false one among all of them is alpha. `agrees` is sure to lie within it, each with alpha for itself. Everything else
 * wants more trials.
 * @param estimates undefined where there are too few trials for a test
 */
export function judge(
  estimates: readonly (Estimate | undefined)[],
  { margin, alpha }: Pick<CheckLevels, 'margin' | 'alpha'>,
): Judged[] {
  const tested = estimates.filter((estimate) => estimate !== undefined);
  const adjusted = holm(tested.map((estimate) => beyondMarginP(estimate, margin)));
  const ps = new Map(tested.map((estimate, index) => [estimate, adjusted[index]!]));
  return estimates.map((estimate): Judged => {
    if (!estimate) return { verdict: 'too few trials', estimate, p: undefined, interval: undefined };
    const p = ps.get(estimate)!;
    const judged = { estimate, p, interval: interval(estimate, 0.95) };
    if (p < alpha) return { ...judged, verdict: estimate.difference > 0 ? 'higher' : 'lower' };
    return { ...judged, verdict: withinMarginP(estimate, margin) < alpha ? 'agrees' : 'too few trials' };
  });
}
