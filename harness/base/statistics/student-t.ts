import { incbet, incbi } from 'cephes';

/** Beyond it Student's t is the normal distribution to all digits, and the library would no longer say so. */
const most = 1e8;

/** P(T <= t) of Student's t with that many degrees of freedom, which need not be a whole number. */
export function tBelow(t: number, degreesOfFreedom: number): number {
  const degrees = Math.min(degreesOfFreedom, most);
  const tail = incbet(degrees / 2, 0.5, degrees / (degrees + t ** 2)) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The t that T stays below with that probability. */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  const degrees = Math.min(degreesOfFreedom, most);
  // The library would throw.
  if (Number.isNaN(probability + degrees)) return Number.NaN;
  if (probability > 0.5) return -tQuantile(1 - probability, degrees);
  // Of the two forms the one whose part of the beta function is small: the other loses digits.
  if (probability < 0.25) {
    const part = incbi(degrees / 2, 0.5, 2 * probability);
    return -Math.sqrt((degrees * (1 - part)) / part);
  }
  const part = incbi(0.5, degrees / 2, 1 - 2 * probability);
  return -Math.sqrt((degrees * part) / (1 - part));
}
