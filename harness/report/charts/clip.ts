import type { Interval } from './interval.ts';

/** Both ends of what an axis shows. */
export type Domain = [low: number, high: number];

/** An interval as it is drawn: cut where the axis ends. */
export interface Clipped extends Interval {
  /** Where an arrow says that it goes on. */
  arrows: { at: number; side: 'low' | 'high' }[];
}

/** Intervals longer than the middle one by this factor do not stretch the axis. */
const longest = 3;
const room = 0.06;

/**
 * What an axis shows: all points, and the intervals but for those that are much longer than most, so that one wide interval
 * does not flatten all others. An interval that ends in the margin has one too, as it would seem to go on.
 */
export function domainFor(points: readonly number[], intervals: readonly Interval[]): Domain {
  const lengths = intervals.map(({ lower, upper }) => upper - lower).toSorted((a, b) => a - b);
  const middle = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  const usual = intervals.filter(({ lower, upper }) => upper - lower <= longest * middle);
  const all = [...points, ...usual.flatMap(({ lower, upper }) => [lower, upper])];
  let [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = Math.max((high - low) * room, 0.01);
  for (const lower of intervals.map((one) => one.lower).toSorted((a, b) => b - a)) {
    if (lower < low && lower >= low - margin) low = lower;
  }
  for (const upper of intervals.map((one) => one.upper).toSorted((a, b) => a - b)) {
    if (upper > high && upper <= high + margin) high = upper;
  }
  return [low - margin, high + margin];
}

/** The part of an interval that an axis shows, with arrows where it goes on. */
export function clip({ lower, upper }: Interval, [low, high]: Domain): Clipped {
  const arrows: Clipped['arrows'] = [];
  if (lower < low) arrows.push({ at: low, side: 'low' });
  if (upper > high) arrows.push({ at: high, side: 'high' });
  return { lower: Math.max(lower, low), upper: Math.min(upper, high), arrows };
}
