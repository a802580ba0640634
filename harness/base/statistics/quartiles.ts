import { median } from './median.ts';

/** Where the middle half of some values begins and ends: the medians of the lower and of the upper half. */
export function quartiles(values: readonly number[]): { lower: number; upper: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.ceil(sorted.length / 2);
  return { lower: median(sorted.slice(0, half)), upper: median(sorted.slice(-half)) };
}
