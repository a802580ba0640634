import { meanOf } from './mean.ts';

/** What is known of a number of trials: all that a test of their mean needs. */
export interface Sample {
  mean: number;
  /** The standard deviation of one trial. */
  deviation: number;
  /** How many trials the mean is of. */
  trials: number;
  /** How sure the deviation is: `trials - 1` where it is the trials' own, more where it was pooled over others. */
  degreesOfFreedom: number;
}

/**
 * The sample of these values.
 * @param step in which the values come. A few that are equal by chance are no proof that there is no spread, so that the
 * deviation is at least what rounding to such steps brings: step / sqrt(12), that of a uniform distribution.
 * @returns undefined with fewer than two values, which have no deviation
 */
export function sampleOf(values: readonly number[], step = 0): Sample | undefined {
  const trials = values.length;
  if (trials < 2) return undefined;
  const mean = meanOf(values)!;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.max(Math.sqrt(squares / (trials - 1)), step / Math.sqrt(12));
  return { mean, deviation, trials, degreesOfFreedom: trials - 1 };
}
