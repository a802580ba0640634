import type { LiteratureCell } from '../../suite/literature/cells.ts';
import { claimRank } from '../../suite/literature/claim-rank.ts';

/** The cell of a method on a pair that later work answers to, and what else is known of the same cell. */
export interface Claimed {
  claim: LiteratureCell;
  others: LiteratureCell[];
}

/**
 * All cells, each with its claim: the table of the method's authors, else a copy of it, else a rerun. CRD's own row comes first, as
 * everyone compares with it. Training logs are not among the others: they are what a table is the mean of. A network that
 * is not CRD's makes a cell of its own.
 */
export function claimsOf(cells: readonly LiteratureCell[]): Claimed[] {
  const groups = new Map<string, LiteratureCell[]>();
  for (const cell of cells.filter(({ mark }) => mark !== 'own log')) {
    const key = [cell.dataset, cell.column, cell.method, cell.networks].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const [claim, ...others] = group.toSorted((a, b) => claimRank(a) - claimRank(b));
    return claim ? [{ claim, others }] : [];
  });
}
