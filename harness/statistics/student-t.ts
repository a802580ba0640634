import distribution from '@stdlib/stats-base-dists-t';

/** Beyond it Student's t is the normal distribution to all digits, and the library would no longer say so. */
const most = 1e8;

/** P(T <= t) of Student's t with that many degrees of freedom, which need not be a whole number. */
export function tBelow(t: number, degreesOfFreedom: number): number {
  return distribution.cdf(t, Math.min(degreesOfFreedom, most));
}

/** The t that T stays below with that probability. */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  return distribution.quantile(probability, Math.min(degreesOfFreedom, most));
}
