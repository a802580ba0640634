/** A function's value and its gradient at a point. */
export interface ValueAndGradient {
  value: number;
  gradient: Float64Array;
}

export interface LbfgsOptions {
  /** It ends when no component of the gradient is larger. */
  tolerance: number;
  /** It ends after that many steps at the latest. */
  mostIterations: number;
  /** How far values may be off by rounding, relative to themselves: steps are not judged by less. */
  rounding?: number;
  /** Asked after each step: should it continue? */
  goOn?: (evaluated: ValueAndGradient) => Promise<boolean>;
}

export interface Minimum extends ValueAndGradient {
  at: Float64Array;
  iterations: number;
}

/** A step, and how the gradient changed by it. */
interface Pair {
  step: Float64Array;
  change: Float64Array;
  product: number;
}

const remembered = 10;
const mostTrials = 40;

/**
 * Minimises a smooth convex function from a point by L-BFGS (Nocedal and Wright, "Numerical Optimization", 2006, algorithm
 * 7.5), with steps that fulfil the weak Wolfe conditions. It ends early where rounding lets the value fall no further.
 *
 * Ours, because the packages on npm that we found (numeric 1.2, fmin 0.0) have no L-BFGS.
 */
export async function lbfgs(
  evaluate: (point: Float64Array) => ValueAndGradient,
  start: Float64Array,
  { tolerance, mostIterations, rounding = 1e-10, goOn }: LbfgsOptions,
): Promise<Minimum> {
  const pairs: Pair[] = [];
  let current: Minimum = { at: start, iterations: 0, ...evaluate(start) };
  while (largest(current.gradient) > tolerance && current.iterations < mostIterations) {
    const next = search(evaluate, current, directionOf(current.gradient, pairs), rounding);
    if (!next) break;
    const step = next.at.map((value, i) => value - current.at[i]!);
    const change = next.gradient.map((value, i) => value - current.gradient[i]!);
    const product = dot(step, change);
    if (product > 0) pairs.push({ step, change, product });
    if (pairs.length > remembered) pairs.shift();
    current = { ...next, iterations: current.iterations + 1 };
    if (goOn && !(await goOn(current))) break;
  }
  return current;
}

/** Minus the gradient, times an approximation of the inverse Hessian (two-loop recursion, algorithm 7.4). */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = pairs.toReversed().map(({ step, change, product }) => {
    const share = dot(step, direction) / product;
    add(direction, -share, change);
    return share;
  });
  const last = pairs.at(-1);
  const scale = last
    ? last.product / dot(last.change, last.change)
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  direction.forEach((value, i) => {
    direction[i] = value * scale;
  });
  pairs.forEach(({ step, change, product }, i) => {
    add(direction, shares.at(-1 - i)! - dot(change, direction) / product, step);
  });
  return direction;
}

/** A point along a direction by bisection (Lewis and Overton, 2013); undefined where none is lower. */
function search(
  evaluate: (point: Float64Array) => ValueAndGradient,
  { at, value, gradient }: Minimum,
  direction: Float64Array,
  rounding: number,
): (ValueAndGradient & { at: Float64Array }) | undefined {
  const slope = dot(gradient, direction);
  let [length, low, high] = [1, 0, Number.POSITIVE_INFINITY];
  for (let trial = 0; trial < mostTrials && slope < 0; trial++) {
    const point = at.map((coordinate, i) => coordinate + length * direction[i]!);
    const there = evaluate(point);
    if (!(there.value <= value + 1e-4 * length * slope + rounding * Math.abs(value))) high = length;
    else if (dot(there.gradient, direction) < 0.9 * slope) low = length;
    else return { at: point, ...there };
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Adds a multiple of a vector to another one. */
function add(to: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * vector[i]!;
}

/** The largest component without its sign. */
export function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
