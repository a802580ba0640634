/** Where a number may lie, by a statistic of the caller's. */
export interface Interval {
  lower: number;
  upper: number;
}
