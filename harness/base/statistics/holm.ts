/**
 * Holm's correction (1979): the smallest level at which each of several hypotheses is refuted while the chance of a single
 * false alarm among all of them stays at that level.
 * @returns the adjusted p values, in the same order
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length);
  let highest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * p));
    adjusted[index] = highest;
  }
  return adjusted;
}
