import type { Estimate } from './estimate.ts';
import type { Sample } from './sample.ts';

/**
 * How far the mean of new trials lies from a baseline's, if both come from the same program: so they share the baseline's
 * deviation, which is better known than that of a few new trials.
 * @param draws how many independent draws the new mean is of: its trials, or 1 where they share a teacher while the
 * baseline's had one each. What teachers differ by is then counted in full, which is on the safe side.
 */
export function fromBaseline(mean: number, draws: number, baseline: Sample): Estimate {
  const { deviation, trials, degreesOfFreedom } = baseline;
  return {
    difference: mean - baseline.mean,
    standardError: deviation * Math.sqrt(1 / draws + 1 / trials),
    degreesOfFreedom,
  };
}
