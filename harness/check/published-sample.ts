import { counted } from '../base/counted.ts';
import type { Sample } from '../base/statistics/sample.ts';
import type { PublishedCell } from '../suite/baseline/cells.ts';
import type { Baseline } from '../suite/baseline/schema.ts';

/**
 * What was published of a cell, as a test needs it. Where no deviation is known the baseline's prior stands in, and where it is
 * not known how many runs a mean is of, it counts as one.
 * @returns undefined where the cell has no mean, or no deviation and no prior
 */
export function publishedSample({ mean, deviation, runs }: PublishedCell, { prior }: Baseline): Sample | undefined {
  if (mean.value === null) return undefined;
  const trials = runs ?? 1;
  if (deviation.value !== null && trials > 1) {
    return { mean: mean.value, deviation: deviation.value, trials, degreesOfFreedom: trials - 1 };
  }
  return prior && { mean: mean.value, trials, deviation: prior.deviation, degreesOfFreedom: prior.degreesOfFreedom };
}

/** `71.16 (0.17, 5 runs)`. */
export function publishedSampleText({ mean, deviation, runs }: PublishedCell, sample: Sample): string {
  const isKnown = deviation.value === sample.deviation;
  const spread = isKnown ? sample.deviation.toFixed(2) : `deviation taken to be ${sample.deviation}`;
  const count = runs === null ? 'number of runs unknown, taken to be 1' : counted(runs, 'run');
  return `${mean.value!.toFixed(2)} (${spread}, ${count})`;
}
