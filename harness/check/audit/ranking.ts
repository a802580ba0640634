import { interval, twoSidedP } from '../../base/statistics/estimate.ts';
import { holm } from '../../base/statistics/holm.ts';
import type { Methods } from '../../suite/literature/schema.ts';
import type { Claimed } from './claims.ts';
import type { Gap } from './epochs.ts';
import { alikeMean, gainsByPair, laterMethods } from './gains.ts';
import { alpha } from './noise.ts';
import { whyNotAlike } from './side.ts';

/** A method against CRD, over the pairs on which like can be compared with like. */
export interface RankedMethod {
  method: string;
  pairs: number;
  /** By how much its mean lies above CRD's, in points, brought to one epoch. */
  gain: number;
  /** Of the gain, with 95 % confidence. */
  interval: [low: number, high: number];
  /** Two-sided, with Holm's correction over all that are ranked. */
  p: number;
  /** What is sure at the audit's level. */
  surely: 'better' | 'worse' | 'neither';
}

export interface MethodRanking {
  /** The best first. */
  ranked: RankedMethod[];
  /** Those that have no pair on which like can be compared with like, with the reasons. */
  unranked: { method: string; why: string }[];
}

/** Which methods are surely better than CRD, given the numbers of runs and the noise of one? */
export function rankingOf(claimed: readonly Claimed[], methods: Methods, gap: Gap): MethodRanking {
  const all = laterMethods(methods)
    .filter((name) => name !== 'CRD')
    .map((method) => ({ method, cells: gainsByPair(claimed, method, 'CRD', gap) }))
    .filter(({ cells }) => cells.length > 0);
  const estimated = all.flatMap(({ method, cells }) => {
    const mean = alikeMean(cells, gap);
    return mean ? [{ method, ...mean }] : [];
  });
  const ps = holm(estimated.map(({ estimate }) => twoSidedP(estimate)));
  const ranked = estimated.map(({ method, pairs, estimate }, index): RankedMethod => {
    const { difference: gain } = estimate;
    const p = ps[index]!;
    const surely = p >= alpha ? 'neither' : gain > 0 ? 'better' : 'worse';
    return { method, pairs, gain, interval: interval(estimate, 0.95), p, surely };
  });
  return {
    ranked: ranked.toSorted((a, b) => b.gain - a.gain),
    unranked: all
      .filter(({ method }) => !ranked.some((one) => one.method === method))
      .map(({ method, cells }) => {
        const reasons = cells.map(({ like }) => whyNotAlike(like));
        return { method, why: [...new Set(reasons)].join(', ') };
      }),
  };
}
