import { twoSidedP } from '../../base/statistics/estimate.ts';
import { trialsToDetect } from '../../base/statistics/power.ts';
import type { Claimed } from './claims.ts';
import { epochShift, type Gap } from './epochs.ts';
import { alpha, estimateOf, noise } from './noise.ts';
import { type ComparedSide, type Likenesses, likenessesOf, sideOf, whyUnlike } from './side.ts';

export const power = 0.8;

/** Another number for the same cell. */
export interface Other extends ComparedSide {
  /** It less the claim, in points. */
  difference: number;
  /** That noise alone makes a difference of that size or more. */
  p: number;
  like: Likenesses;
}

/** A cell for which sources have several numbers. */
export interface Contradiction {
  dataset: 'cifar100' | 'imagenet';
  column: string;
  claim: ComparedSide;
  /** Those that are not the claim's to the digit: copies of it are slips of the pen, the rest were measured again. */
  copies: Other[];
  measured: Other[];
  /**
   * How many runs tell the claim from the mean of what others measured, if one of the two is the truth: a two-sided t test of
   * the runs against the claim at `alpha`, with `power`. Those who used another recipe or other networks do not count, and
   * a best epoch is brought to the last. Undefined where nobody counts, or where 1024 runs would not tell.
   */
  runsToDecide?: number | undefined;
}

/** The cells whose sources do not agree to the digit, those that differ most first. */
export function contradictionsOf(claimed: readonly Claimed[], gap: Gap): Contradiction[] {
  const found = claimed.flatMap(({ claim, others }): Contradiction[] => {
    const all = others
      .filter(({ value }) => value !== claim.value)
      .map((cell): Other => {
        const estimate = estimateOf(cell, claim);
        return {
          ...sideOf(cell),
          difference: estimate.difference,
          p: twoSidedP(estimate),
          like: likenessesOf(cell, claim),
        };
      });
    if (all.length === 0) return [];
    const copies = all.filter(({ mark }) => mark === 'quoted');
    const measured = all.filter(({ mark }) => mark !== 'quoted');
    const { dataset, column } = claim;
    return [
      {
        dataset,
        column,
        claim: sideOf(claim),
        copies,
        measured,
        runsToDecide: runsToDecide(sideOf(claim), measured, gap),
      },
    ];
  });
  const furthest = ({ copies, measured }: Contradiction) =>
    Math.max(...[...copies, ...measured].map(({ difference }) => Math.abs(difference)));
  return found.toSorted((a, b) => furthest(b) - furthest(a));
}

function runsToDecide(claim: ComparedSide, measured: readonly Other[], gap: Gap): number | undefined {
  // A teacher is a file: whoever tests it knows.
  if (claim.method === 'teacher') return undefined;
  const apart = apartFrom(
    claim,
    measured.filter(({ like }) => whyUnlike(like) === undefined),
    gap,
  );
  return apart === undefined
    ? undefined
    : trialsToDetect(Math.abs(apart), { deviation: noise.deviation, alpha, power });
}

/** By how much the mean of others lies above a claim, all brought to its epoch; undefined of none. */
export function apartFrom(
  claim: Pick<ComparedSide, 'aggregation'>,
  others: readonly Pick<Other, 'difference' | 'aggregation' | 'runs'>[],
  gap: Gap,
): number | undefined {
  const runs = others.reduce((sum, one) => sum + (one.runs ?? 1), 0);
  if (runs === 0) return undefined;
  const sum = others.reduce((sum, { difference, aggregation, runs }) => {
    const shift = epochShift(aggregation, claim.aggregation) ?? 0;
    return sum + (difference + shift * gap.mean) * (runs ?? 1);
  }, 0);
  return sum / runs;
}
