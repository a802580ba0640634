import type { Values, Variable } from '../../model/engine/variable.ts';
import { euclideanNorm, type QuantityComparison, relativeError, samples, statistics } from './compare.ts';
import { variableInTorch, variableNamed } from './state.ts';
import type { CaseVectors } from './vectors.ts';

/** A parameter's gradient beside the reference's. */
export interface GradientComparison extends QuantityComparison {
  /** Samples of both, divided by the greatest value of the reference's; none where the true gradient is 0. */
  ours: number[];
  theirs: number[];
}

/**
 * The gradients of parameters, of which the vectors keep samples and norms.
 * @param pass `train` or `eval`, before the tensors' names
 * @param names of the parameters, in the vectors' order
 * @param outputs where each is called `gradient NAME`
 */
export function compareGradients(
  vectors: CaseVectors,
  pass: string,
  names: readonly string[],
  variables: readonly Variable[],
  outputs: Record<string, Values>,
): GradientComparison[] {
  const scale = vectors.get(`${pass}/grad_absmax`).values;
  const tolerance = vectors.get(`${pass}/grad_tol`).values;
  const zeros = `${pass}/grad_structural_zero`;
  const isZero = vectors.has(zeros) ? vectors.get(zeros).values : undefined;
  const theirs = vectors.expected(`${pass}/grad_samples`).values;
  const norms = vectors.expected(`${pass}/grad_norm`).values;
  const greatest = Math.max(...scale);
  return names.map((name, p) => {
    const quantity = `${pass}: gradient of ${name}`;
    const variable = variableNamed(name, variables, vectors.name);
    const gradient = variableInTorch(outputs[`gradient ${name}`]!, variable);
    if (isZero?.[p]) {
      const [, , largest] = statistics(gradient);
      return { quantity, error: largest / greatest, tolerance: 1e-5, ours: [], theirs: [] };
    }
    const ours = samples(gradient, 16).map((value) => value / scale[p]!);
    const expected = Array.from({ length: 16 }, (_, j) => theirs[p * 16 + j]! / scale[p]!);
    const sampleError = Math.max(...ours.map((value, j) => Math.abs(value - expected[j]!)));
    const normError = relativeError([euclideanNorm(gradient)], [norms[p]!]);
    const error = Math.max(sampleError, normError);
    return { quantity, error, tolerance: tolerance[p]!, ours, theirs: expected };
  });
}
