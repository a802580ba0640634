import type { Values, Variable } from '../../model/engine/variable.ts';

/** The Euclidean norm of all trainable variables together: what weight decay keeps small. */
export function weightNorm(variables: readonly Variable[], values: ReadonlyMap<string, Values>): number {
  let sum = 0;
  for (const { name, trainable } of variables) {
    if (trainable) for (const value of values.get(name)!) sum += value ** 2;
  }
  return Math.sqrt(sum);
}
