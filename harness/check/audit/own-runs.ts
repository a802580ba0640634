import { twoSidedP } from '../../base/statistics/estimate.ts';
import type { LiteratureCell } from '../../suite/literature/cells.ts';
import type { Methods } from '../../suite/literature/schema.ts';
import type { Claimed } from './claims.ts';
import { estimateOf } from './noise.ts';

/** A cell of which a source lists single runs, of the epoch that its table is of. */
export interface OwnRuns {
  dataset: 'cifar100' | 'imagenet';
  column: string;
  method: string;
  repository: string;
  path: string;
  /** How many, and their mean. */
  runs: number;
  mean: number;
  /** What its table has, and how the runs differ from that: in points, with the p of noise alone. */
  table?: { value: number; difference: number; p: number } | undefined;
  /** Where no table has the cell: what the method extends, and by how much the runs lie above its claim. */
  over?: { method: string; value: number; gain: number } | undefined;
}

/** Tables beside the runs that their own authors list; those that differ most first, those in no table last. */
export function ownRunsOf(cells: readonly LiteratureCell[], claimed: readonly Claimed[], methods: Methods): OwnRuns[] {
  const logs = cells.filter(({ mark }) => mark === 'own log');
  const found = logs.flatMap((log): OwnRuns[] => {
    const isSame = (other: Pick<LiteratureCell, 'dataset' | 'column' | 'method' | 'repository'>) =>
      (['dataset', 'column', 'method', 'repository'] as const).every((field) => other[field] === log[field]);
    const { dataset, column, method, repository, path, value: mean } = log;
    const table = cells.find((cell) => cell.mark === 'own table' && isSame(cell));
    const cell = { dataset, column, method, repository, path, runs: log.runs ?? 1, mean };
    if (table) {
      if (table.aggregation !== log.aggregation) return [];
      const estimate = estimateOf(log, table);
      return [{ ...cell, table: { value: table.value, difference: estimate.difference, p: twoSidedP(estimate) } }];
    }
    const [base] = methods[method]!.extends;
    const claim = claimed.find((one) => one.claim.method === base && one.claim.column === column)?.claim;
    if (dataset !== 'cifar100' || !claim) return [];
    return [{ ...cell, over: { method: claim.method, value: claim.value, gain: mean - claim.value } }];
  });
  const size = ({ table }: OwnRuns) => Math.abs(table?.difference ?? 0);
  return found.toSorted((a, b) => size(b) - size(a));
}
