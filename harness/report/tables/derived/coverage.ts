import { z } from 'zod';
import { type State, stateOf } from '../../../results/cell-text.ts';
import type { Column } from '../../../results/cells.ts';

/** How much of the tables there is. */
export const coverageSchema = z.strictObject({
  cells: z.int(),
  /** How many cells stand on how many trials, by the number of trials. */
  byTrials: z.record(z.string(), z.int()),
  waiting: z.int(),
  failed: z.int(),
  notApplicable: z.int(),
});
export type Coverage = z.infer<typeof coverageSchema>;

export function coverageOf(columns: readonly Column[]): Coverage {
  const cells = columns.flatMap((column) => column.cells);
  const count = (state: State) => cells.filter((cell) => stateOf(cell) === state && cell.trials.length === 0).length;
  const byTrials: Record<string, number> = {};
  for (const { trials } of cells) if (trials.length > 0) byTrials[trials.length] = (byTrials[trials.length] ?? 0) + 1;
  return {
    cells: cells.length,
    byTrials,
    waiting: count('waits'),
    failed: count('failed'),
    notApplicable: count('n/a'),
  };
}

/** `188 cells: 100 over 5 trials, 88 over 3 trials, 7 n/a.` */
export function coverageText({ cells, byTrials, waiting, failed, notApplicable }: Coverage): string {
  const trials = Object.entries(byTrials)
    .toSorted(([a], [b]) => Number(b) - Number(a))
    .map(([trials, count]) => `${count} over ${trials} ${trials === '1' ? 'trial' : 'trials'}`);
  const others = [
    [waiting, 'wait'],
    [failed, 'failed'],
    [notApplicable, 'n/a'],
  ].flatMap(([count, word]) => (count ? [`${count} ${word}`] : []));
  return `${cells} cells: ${[...trials, ...others].join(', ')}.`;
}
