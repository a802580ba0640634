import type { Cell } from './cells.ts';

/**
 * What a cell of the paper's table says: `73.33 (0.25)`, or why it says nothing.
 * @param trials how many a row of its table has; a cell of fewer shows its number
 */
export function resultText(cell: Cell, { bestEpoch = false, trials: usual = cell.planned } = {}): string {
  const { mean, deviation, bestMean, trials } = cell;
  if (mean === undefined) return stateOf(cell);
  const spread = deviation === undefined ? '' : ` (${deviation.toFixed(2)})`;
  const fewer = trials.length < usual ? ` [${trials.length}]` : '';
  const best = bestEpoch && bestMean !== undefined ? ` / ${bestMean.toFixed(2)}` : '';
  return `${mean.toFixed(2)}${spread}${fewer}${best}`;
}

/** How far along a cell is. */
export type State = 'done' | 'unfinished' | 'waits' | 'failed' | 'n/a';

export function stateOf({ trials, planned, unfit, failed }: Cell): State {
  if (unfit !== undefined) return 'n/a';
  if (trials.length === planned) return 'done';
  if (failed !== undefined) return 'failed';
  return trials.length > 0 ? 'unfinished' : 'waits';
}

/** Ours minus what was published, with that in brackets: `−0.16 (73.33)`. */
export function differenceText(mean: number | undefined, published: number | null | undefined): string {
  if (mean === undefined || published === undefined || published === null) return '';
  return `${signed(mean - published)} (${published.toFixed(2)})`;
}

/** Two decimals, as the paper prints accuracies; a minus is as wide as a plus. */
export const fixed = (value: number): string => value.toFixed(2).replace('-', '−');

/** The same, with a plus where there is no minus. A difference of nothing has no sign. */
export function signed(points: number): string {
  const text = Math.abs(points).toFixed(2);
  return Number(text) === 0 ? text : `${points < 0 ? '−' : '+'}${text}`;
}
