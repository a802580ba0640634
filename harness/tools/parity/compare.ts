import type { CaseVectors } from './vectors.ts';

/** How far one quantity is from the reference's. */
export interface QuantityComparison {
  quantity: string;
  /** max |ours - theirs| / max |theirs| */
  error: number;
  tolerance: number;
}

/** Is the quantity as near as it has to be? Not so where either number is NaN. */
export const agrees = ({ error, tolerance }: QuantityComparison): boolean => error <= tolerance;

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

export function compareQuantity(vectors: CaseVectors, quantity: string, ours: ArrayLike<number>): QuantityComparison {
  const { values, tolerance, zero } = vectors.expected(quantity);
  return { quantity, error: zero ? statistics(ours)[2] : relativeError(ours, values), tolerance };
}

/** The places at which the vectors sample a flattened tensor: evenly, both ends included. */
export function samples(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: count }, (_, j) => values[Math.floor((j * (values.length - 1)) / (count - 1))]!);
}

/** What the vectors keep of a whole tensor: mean, population deviation, greatest magnitude, Euclidean norm. */
export function statistics(values: ArrayLike<number>): [number, number, number, number] {
  let sum = 0;
  let greatest = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    greatest = Math.max(greatest, Math.abs(values[i]!));
  }
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return [mean, Math.sqrt(squares / values.length), greatest, euclideanNorm(values)];
}

export function euclideanNorm(values: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! ** 2;
  return Math.sqrt(squares);
}
