import { ndtr } from 'cephes';

/** Beyond it the tail is less than the smallest double. */
const most = 40;

/** P(X <= x) of the standard normal distribution. Far out, from about 97,000, the library would say NaN for some x. */
export function normalBelow(x: number): number {
  return ndtr(Math.max(-most, Math.min(x, most)));
}
