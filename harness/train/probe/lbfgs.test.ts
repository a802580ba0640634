import { expect, test } from 'vitest';
import { largest, lbfgs, type ValueAndGradient } from './lbfgs.ts';

/** Half of a sum of squares, each with a weight of its own, about (1, 2, 3, ...). */
function quadratic(point: Float64Array): ValueAndGradient {
  const gradient = point.map((value, i) => 10 ** (i % 4) * (value - i - 1));
  return { value: point.reduce((sum, value, i) => sum + (gradient[i]! * (value - i - 1)) / 2, 0), gradient };
}

const options = { tolerance: 1e-9, mostIterations: 1000 };

test('the minimum of a badly scaled function is found', async () => {
  const { at, gradient, iterations } = await lbfgs(quadratic, new Float64Array(20), options);
  expect(largest(gradient)).toBeLessThan(1e-9);
  at.forEach((value, i) => {
    expect(value).toBeCloseTo(i + 1, 7);
  });
  expect(iterations).toBeLessThan(100);
});

test('the minimum of a curved valley is found', async () => {
  // Rosenbrock's, which is not convex on the way.
  const rosenbrock = (point: Float64Array): ValueAndGradient => {
    const [x, y] = [point[0]!, point[1]!];
    const valley = y - x * x;
    const gradient = Float64Array.of(-2 * (1 - x) - 400 * x * valley, 200 * valley);
    return { value: (1 - x) ** 2 + 100 * valley ** 2, gradient };
  };
  const { at } = await lbfgs(rosenbrock, Float64Array.of(-1.2, 1), { ...options, rounding: 0 });
  expect(at[0]).toBeCloseTo(1, 6);
  expect(at[1]).toBeCloseTo(1, 6);
});

test('it ends after as many steps as it may take', async () => {
  const { iterations, gradient } = await lbfgs(quadratic, new Float64Array(20), { ...options, mostIterations: 3 });
  expect(iterations).toBe(3);
  expect(largest(gradient)).toBeGreaterThan(1e-9);
});

test('it ends where rounding lets the value fall no further', async () => {
  // In steps of a thousandth nothing is below a value near the minimum, though the gradient is not 0.
  const coarse = (point: Float64Array): ValueAndGradient => {
    const { value, gradient } = quadratic(point);
    return { value: Math.ceil(value * 1000) / 1000, gradient: gradient.map((slope) => slope + 0.001) };
  };
  const { value, iterations } = await lbfgs(coarse, new Float64Array(20), { ...options, rounding: 0 });
  expect(value).toBeLessThan(0.01);
  expect(iterations).toBeLessThan(1000);
});
