/** The results of trials after an epoch, of those that have got that far. */
export interface EpochBand {
  /** Counted from 1. */
  epoch: number;
  mean: number;
  lowest: number;
  highest: number;
}

/** More points than that, no screen shows apart. */
const most = 120;

/**
 * The trials' mean and extremes epoch by epoch: the first, the last and at most 120 of them, evenly spread.
 * @param after how many epochs it begins
 */
export function bandOf(trials: readonly (readonly number[])[], after = 0): EpochBand[] {
  const epochs = Math.max(0, ...trials.map(({ length }) => length - after));
  const shown = Math.min(epochs, most);
  const step = shown > 1 ? (epochs - 1) / (shown - 1) : 0;
  return Array.from({ length: shown }, (_, index): EpochBand => {
    const epoch = after + Math.round(index * step);
    const values = trials.flatMap((trial) => trial[epoch] ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { epoch: epoch + 1, mean, lowest: Math.min(...values), highest: Math.max(...values) };
  });
}
