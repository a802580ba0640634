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

/** The sample of these values; undefined with fewer than two, which have no deviation. */
export function sampleOf(values: readonly number[]): Sample | undefined {
  const trials = values.length;
  if (trials < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / trials;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (trials - 1)), trials, degreesOfFreedom: trials - 1 };
}
