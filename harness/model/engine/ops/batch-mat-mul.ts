import { attribute, differentiable, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

export const batchMatMul = (a: Tensor, b: Tensor, transposeA = false, transposeB = false) =>
  kernel(
    'BatchMatMulV2',
    [attribute.type('T'), attribute.flag('adj_x', transposeA), attribute.flag('adj_y', transposeB)],
    a,
    b,
  );

/** Matrix products with the second factors transposed, [batch, m, k] x [batch, n, k] to [batch, m, n]. */
export function batchMatMulTransposed(a: Tensor, b: Tensor): Tensor {
  return differentiable(
    [a, b],
    (a, b) => ({ value: batchMatMul(a!, b!, false, true), saved: [a!, b!] }),
    (dy, [a, b]) => [batchMatMul(dy, b!), batchMatMul(dy, a!, true)],
  );
}

/** Matrix products with the first factors transposed, [batch, k, m] x [batch, k, n] to [batch, m, n]. */
export function transposedBatchMatMul(a: Tensor, b: Tensor): Tensor {
  return differentiable(
    [a, b],
    (a, b) => ({ value: batchMatMul(a!, b!, true), saved: [a!, b!] }),
    (dy, [a, b]) => [batchMatMul(b!, dy, false, true), batchMatMul(a!, dy)],
  );
}

/** One constant matrix [m, k] times each of x [batch, k, n], to [batch, m, n]. */
export function matMulEach(matrix: Tensor, x: Tensor): Tensor {
  return differentiable(
    [x],
    (x) => ({ value: batchMatMul(matrix, x!), saved: [matrix] }),
    (dy, [matrix]) => batchMatMul(matrix!, dy, true),
  );
}
