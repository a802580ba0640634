import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { meanOf } from '../../../base/statistics/mean.ts';
import { needsTeacher } from '../../../job/distiller.ts';
import { gainOf, isFirst } from '../../../job/metric.ts';
import type { Cell, Column } from '../../../results/cells.ts';

/** The result of a distiller over all pairs of all tables. */
export const figuresSchema = z.strictObject({
  distiller: z.string(),
  /** On how many pairs it and all others that fit them are measured. */
  pairs: z.int(),
  /** 1 is the best; the mean over these pairs. */
  rank: z.number().optional(),
  /** On how many of these pairs it is the best. */
  first: z.int(),
  /** On how many of those pairs that both have its mean is better than KD's, and how many these are. */
  aboveKd: z.strictObject({ wins: z.int(), pairs: z.int() }).optional(),
  /**
   * The mean over pairs of (distiller − KD) / (KD − vanilla), in per cent: how much it adds to what KD adds (the paper, section
   * 4.1, where it is 57 % for CRD), and of how many pairs.
   */
  relativeImprovement: z.strictObject({ perCent: z.number(), pairs: z.int() }).optional(),
});
export type Figures = z.infer<typeof figuresSchema>;

/** How the relative improvement is computed, for people. */
export const improvementFormula = 'the mean over pairs of (distiller − KD) / (KD − vanilla)';

/**
 * The figures of each distiller, of top-1 accuracies or errors of students of trained teachers alone; none with fewer than two
 * pairs, over which nothing can be averaged, and none over tables of different rows, where a distiller has other rivals in each.
 */
export function figuresOf(all: readonly Column[]): Figures[] {
  const columns = all.filter(({ metric, mutual }) => isFirst(metric) && !mutual);
  const [names = [], ...others] = columns.map(({ cells }) =>
    cells.filter(isDistiller).map(({ distiller }) => distiller.name),
  );
  if (others.length === 0 || others.some((rows) => !isDeepStrictEqual(rows, names))) return [];
  const ranked = columns.map(ranksIn);
  return names.map((distiller): Figures => {
    const ranks = ranked.flatMap((ranks) => ranks?.get(distiller) ?? []);
    return {
      distiller,
      pairs: ranks.length,
      rank: meanOf(ranks),
      first: ranks.filter((rank) => rank === 1).length,
      aboveKd: distiller === 'KD' ? undefined : aboveKd(columns, distiller),
      relativeImprovement: distiller === 'KD' ? undefined : relativeImprovement(columns, distiller),
    };
  });
}

const isDistiller = ({ distiller }: Cell) => needsTeacher(distiller);

/** Each distiller's rank on a pair; equal means share the mean of their ranks. Undefined while a cell of it is not measured. */
function ranksIn({ metric, cells }: Column): Map<string, number> | undefined {
  const serving = cells.filter((cell) => isDistiller(cell) && cell.unfit === undefined);
  if (serving.length === 0 || serving.some((cell) => cell.mean === undefined)) return undefined;
  return new Map(
    serving.map((cell) => {
      const above = serving.filter((other) => gainOf(metric, other.mean!, cell.mean!) > 0).length;
      const equal = serving.filter((other) => other.mean === cell.mean).length;
      return [cell.distiller.name, above + (equal + 1) / 2];
    }),
  );
}

function aboveKd(columns: readonly Column[], distiller: string): Figures['aboveKd'] {
  const gains = columns.flatMap((column) => gain(column, distiller, 'KD') ?? []);
  return gains.length === 0 ? undefined : { wins: gains.filter((points) => points > 0).length, pairs: gains.length };
}

/** Pairs on which KD adds nothing to the vanilla student are left out: there is nothing to add to. */
function relativeImprovement(columns: readonly Column[], distiller: string): Figures['relativeImprovement'] {
  const improvements = columns.flatMap((column) => {
    const [aboveKd, ofKd] = [gain(column, distiller, 'KD'), gain(column, 'KD', 'vanilla')];
    return aboveKd === undefined || ofKd === undefined || ofKd <= 0 ? [] : [(100 * aboveKd) / ofKd];
  });
  const perCent = meanOf(improvements);
  return perCent === undefined ? undefined : { perCent, pairs: improvements.length };
}

function gain({ metric, cells }: Column, ours: string, theirs: string): number | undefined {
  const [a, b] = [ours, theirs].map((name) => cells.find(({ distiller }) => distiller.name === name)?.mean);
  return a === undefined || b === undefined ? undefined : gainOf(metric, a, b);
}
