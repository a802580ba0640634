import { tBelow, tQuantile } from './student-t.ts';

/** A difference, and how sure it is. */
export interface Estimate {
  difference: number;
  standardError: number;
  degreesOfFreedom: number;
}

/** The two-sided p of the hypothesis that the difference is `hypothesis`. Without any spread all that is not equal is certain. */
export function twoSidedP({ difference, standardError, degreesOfFreedom }: Estimate, hypothesis = 0): number {
  const distance = Math.abs(difference - hypothesis);
  if (standardError === 0) return distance === 0 ? 1 : 0;
  return 2 * tBelow(-distance / standardError, degreesOfFreedom);
}

/** The one-sided p of the hypothesis that the difference is at most `hypothesis`. */
export function greaterP({ difference, standardError, degreesOfFreedom }: Estimate, hypothesis = 0): number {
  if (standardError === 0) return difference > hypothesis ? 0 : 1;
  return tBelow((hypothesis - difference) / standardError, degreesOfFreedom);
}

/** Where the difference lies with that confidence, such as 0.95. */
export function interval(
  { difference, standardError, degreesOfFreedom }: Estimate,
  confidence: number,
): [number, number] {
  if (standardError === 0) return [difference, difference];
  const half = standardError * tQuantile((1 + confidence) / 2, degreesOfFreedom);
  return [difference - half, difference + half];
}
