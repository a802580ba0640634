import type { Estimate } from './estimate.ts';
import { sampleOf } from './sample.ts';

/**
 * The mean difference of pairs of trials that share what is random, such as the order of the data.
 * @param step in which the values of trials come; rounding counts twice in a difference
 * @returns undefined with fewer than two pairs
 */
export function paired(ours: readonly number[], theirs: readonly number[], step = 0): Estimate | undefined {
  const sample = sampleOf(
    ours.map((value, index) => value - theirs[index]!),
    step * Math.SQRT2,
  );
  if (!sample) return undefined;
  const { mean, deviation, trials, degreesOfFreedom } = sample;
  return { difference: mean, standardError: deviation / Math.sqrt(trials), degreesOfFreedom };
}

/** The mean of independent estimates, each with the same weight, with Satterthwaite's degrees of freedom. */
export function averageOf(estimates: readonly Estimate[]): Estimate {
  const count = estimates.length;
  const variance = estimates.reduce((sum, { standardError }) => sum + standardError ** 2, 0);
  const spread = estimates.reduce((sum, one) => sum + one.standardError ** 4 / one.degreesOfFreedom, 0);
  return {
    difference: estimates.reduce((sum, { difference }) => sum + difference, 0) / count,
    standardError: Math.sqrt(variance) / count,
    degreesOfFreedom:
      spread === 0 ? estimates.reduce((sum, one) => sum + one.degreesOfFreedom, 0) : variance ** 2 / spread,
  };
}
