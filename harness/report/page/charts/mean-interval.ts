import { interval } from '../../../base/statistics/estimate.ts';
import type { Sample } from '../../../base/statistics/sample.ts';

/** Where the mean of such trials lies with a confidence of 95 %. */
export function meanInterval({ mean, deviation, trials, degreesOfFreedom }: Sample) {
  const [lower, upper] = interval(
    { difference: mean, standardError: deviation / Math.sqrt(trials), degreesOfFreedom },
    0.95,
  );
  return { lower, upper };
}
