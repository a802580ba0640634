import { z } from 'zod';
import { counted } from '../../../base/counted.ts';
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

/** `Of 195 cells, 104 have 5 trials, 84 have 3 trials, 7 are n/a.`, or `All 12 cells have 1 trial.` */
export function coverageText({ cells, byTrials, waiting, failed, notApplicable }: Coverage): string {
  const trials = Object.entries(byTrials)
    .toSorted(([a], [b]) => Number(b) - Number(a))
    .map(([trials, count]) => ({
      count,
      one: 'has',
      many: 'have',
      what: ` ${trials} ${trials === '1' ? 'trial' : 'trials'}`,
    }));
  const parts = [
    ...trials,
    { count: waiting, one: 'waits', many: 'wait', what: '' },
    { count: failed, one: 'failed', many: 'failed', what: '' },
    { count: notApplicable, one: 'is', many: 'are', what: ' n/a' },
  ].filter(({ count }) => count > 0);
  const [first, ...others] = parts;
  if (first && others.length === 0 && cells > 1) return `All ${cells} cells ${first.many}${first.what}.`;
  const shares = parts.map(({ count, one, many, what }) => `${count} ${count === 1 ? one : many}${what}`);
  return `Of ${counted(cells, 'cell')}, ${shares.join(', ')}.`;
}
