import { type Estimate, greaterP } from './estimate.ts';

/**
 * The two-sided p of the hypothesis that the difference is no larger than the margin, whichever way it goes: small where
 * there is a difference that matters. With a margin of 0 it is the usual test.
 */
export function beyondMarginP(estimate: Estimate, margin: number): number {
  const away = { ...estimate, difference: Math.abs(estimate.difference) };
  return Math.min(1, 2 * greaterP(away, margin));
}

/**
 * The p of the hypothesis that the difference is at least the margin: small where there is none that matters. Two one-sided
 * tests (Schuirmann 1987), of which the larger p counts.
 */
export function withinMarginP(estimate: Estimate, margin: number): number {
  const nearer = { ...estimate, difference: -Math.abs(estimate.difference) };
  return greaterP(nearer, -margin);
}
