import type { Estimate } from '../../base/statistics/estimate.ts';
import { meanOf } from '../../base/statistics/mean.ts';
import type { LiteratureCell } from '../../suite/literature/cells.ts';
import type { Methods } from '../../suite/literature/schema.ts';
import type { Claimed } from './claims.ts';
import { epochShift, estimateOfGap, type Gap } from './epochs.ts';
import { estimateOf, isNoise, noise, smallestReal } from './noise.ts';
import { type ComparedSide, type Likenesses, likenessesOf, sideOf, whyUnlike } from './side.ts';

/** A gain beside what noise alone makes of nothing. */
export interface JudgedGain {
  /** In points. */
  gain: number;
  /** What it must exceed to be more than the noise of both numbers of runs, in points. */
  noise: number;
  /** Is it no more than that, whichever way it goes? */
  isNoise: boolean;
}

/** What a method's claim on a pair lies above that of another: as printed. */
export interface Gain extends JudgedGain {
  column: string;
  claim: ComparedSide;
  base: ComparedSide;
  like: Likenesses;
  /** With the gap between the epochs added `shift` times, so that both are of one epoch; undefined where like cannot be compared with like. */
  alike?: (JudgedGain & { shift: number }) | undefined;
}

/** A method against one that it extends, or against KD, over the pairs that have both. */
export interface Gains {
  method: string;
  base: string;
  /** Does the method add to the base, or join it? All others are compared with KD alone. */
  extends: boolean;
  cells: Gain[];
  /** Over the pairs, as printed. */
  mean: JudgedGain;
  /** Over the pairs that have one, with like against like. */
  alike?: (JudgedGain & { pairs: number }) | undefined;
}

/**
 * What each method claims to gain on CIFAR-100, over KD and over what it extends.
 * @param gap is taken off where a best epoch is compared with a last one
 */
export function gainsOf(claimed: readonly Claimed[], methods: Methods, gap: Gap): Gains[] {
  return laterMethods(methods).flatMap((method) => {
    const extended = methods[method]?.extends ?? [];
    return [...new Set(['KD', ...extended])].flatMap((base): Gains[] => {
      const cells = gainsByPair(claimed, method, base, gap);
      if (cells.length === 0) return [];
      return [{ method, base, extends: extended.includes(base), cells, ...meansOf(cells, gap) }];
    });
  });
}

/** All that are not what others are compared with. */
export function laterMethods(methods: Methods): string[] {
  return Object.keys(methods).filter((name) => !['teacher', 'vanilla', 'KD'].includes(name));
}

/** What a method's claims lie above those of another one, on each of CIFAR-100's pairs that have both. */
export function gainsByPair(claimed: readonly Claimed[], method: string, base: string, gap: Gap): Gain[] {
  const isOf = (name: string, { claim }: Claimed) =>
    claim.method === name && claim.dataset === 'cifar100' && claim.column.includes('/') && claim.mark !== 'issue';
  return claimed
    .filter((one) => isOf(method, one))
    .flatMap(({ claim }) => {
      const bases = claimed.filter((one) => isOf(base, one) && one.claim.column === claim.column);
      const against = bases.find((one) => one.claim.networks === claim.networks) ?? bases[0];
      return against ? [gainOf(claim, against.claim, gap)] : [];
    });
}

function gainOf(claim: LiteratureCell, base: LiteratureCell, gap: Gap): Gain {
  const estimate = estimateOf(claim, base);
  const like = likenessesOf(claim, base);
  const shift = whyUnlike(like) === undefined ? epochShift(claim.aggregation, base.aggregation) : undefined;
  return {
    ...{ column: claim.column, claim: sideOf(claim), base: sideOf(base), like },
    ...{ gain: estimate.difference, noise: smallestReal(estimate), isNoise: isNoise(estimate) },
    alike: shift === undefined ? undefined : { shift, ...judged(shifted(estimate, shift, gap)) },
  };
}

/** The estimate with the gap added that often, and with what is not known about the gap. */
function shifted({ difference, standardError, degreesOfFreedom }: Estimate, shift: number, gap: Gap): Estimate {
  const { difference: mean, standardError: error } = estimateOfGap(gap);
  return {
    difference: difference + shift * mean,
    standardError: Math.hypot(standardError, shift * error),
    degreesOfFreedom,
  };
}

const judged = (estimate: Estimate): JudgedGain => ({
  gain: estimate.difference,
  noise: smallestReal(estimate),
  isNoise: isNoise(estimate),
});

/** The means over pairs. All share the deviation of a run and the gap, so that neither gets surer with more pairs. */
function meansOf(cells: readonly Gain[], gap: Gap): Pick<Gains, 'mean' | 'alike'> {
  const alike = alikeMean(cells, gap);
  return { mean: judged(averageOf(cells)), alike: alike && { pairs: alike.pairs, ...judged(alike.estimate) } };
}

/** The mean over the pairs on which like can be compared with like; undefined where there are none. */
export function alikeMean(cells: readonly Gain[], gap: Gap): { pairs: number; estimate: Estimate } | undefined {
  const alike = cells.filter(({ alike }) => alike !== undefined);
  const shift = meanOf(alike.map((cell) => cell.alike!.shift));
  return shift === undefined ? undefined : { pairs: alike.length, estimate: shifted(averageOf(alike), shift, gap) };
}

function averageOf(cells: readonly Gain[]): Estimate {
  const errors = cells.map(({ claim, base }) => estimateOf(claim, base).standardError);
  return {
    difference: meanOf(cells.map(({ gain }) => gain))!,
    standardError: Math.hypot(...errors) / cells.length,
    degreesOfFreedom: noise.degreesOfFreedom,
  };
}
