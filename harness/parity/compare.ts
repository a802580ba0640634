import type { Vectors } from './vectors.ts';

/** How far one quantity is from the reference's. */
export interface Comparison {
  quantity: string;
  /** max |ours - theirs| / max |theirs| */
  error: number;
  tolerance: number;
}

/** The error of our values relative to the reference's greatest; NaN counts as infinitely far. */
export function relativeError(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < theirs.length; i++) {
    const distance = Math.abs(ours[i]! - theirs[i]!);
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, distance);
    scale = Math.max(scale, Math.abs(theirs[i]!));
  }
  return difference === 0 ? 0 : difference / scale;
}

export function compare(vectors: Vectors, quantity: string, ours: ArrayLike<number>): Comparison {
  const { values, tolerance } = vectors.expected(quantity);
  return { quantity, error: relativeError(ours, values), tolerance };
}

/** The places at which the vectors sample a flattened tensor: evenly, both ends included. */
export function samples(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: count }, (_, j) => values[Math.floor((j * (values.length - 1)) / (count - 1))]!);
}

/** What the vectors keep of a whole tensor: mean, population deviation, greatest magnitude, Euclidean norm. */
export function statistics(values: ArrayLike<number>): [number, number, number, number] {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  const greatest = list.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return [mean, Math.sqrt(variance), greatest, euclideanNorm(values)];
}

export function euclideanNorm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
}
