import type { Cell } from '../results/cells.ts';
import type { SourcedNumber } from '../results/sourced.ts';

/** Why a number is not compared with what a cell has, as the end of a sentence; undefined where it is. */
export function whyNotCompared(
  { trials }: Pick<Cell, 'trials'>,
  { unlike, aggregation }: SourcedNumber,
): string | undefined {
  if (unlike !== undefined) return unlike;
  if (aggregation === 'last' || trials.every(({ best }) => best !== undefined)) return undefined;
  return 'it may be of the best epoch, which these results do not have';
}

export type ComparedEpoch = 'last' | 'best';

/** The epochs that a number may be of: both where no source says. */
export function epochsMeant({ aggregation }: SourcedNumber): ComparedEpoch[] {
  return aggregation === 'last' || aggregation === 'best' ? [aggregation] : ['last', 'best'];
}
