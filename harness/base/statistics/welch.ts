import type { Estimate } from './estimate.ts';
import type { Sample } from './sample.ts';

/**
 * The difference of two means whose deviations need not be the same (Welch 1947), with Satterthwaite's degrees of freedom.
 * @returns ours minus theirs
 */
export function welch(ours: Sample, theirs: Sample): Estimate {
  const [a, b] = [ours, theirs].map(({ deviation, trials }) => deviation ** 2 / trials) as [number, number];
  const variance = a + b;
  const degreesOfFreedom =
    variance === 0
      ? ours.degreesOfFreedom + theirs.degreesOfFreedom
      : variance ** 2 / (a ** 2 / ours.degreesOfFreedom + b ** 2 / theirs.degreesOfFreedom);
  return { difference: ours.mean - theirs.mean, standardError: Math.sqrt(variance), degreesOfFreedom };
}
