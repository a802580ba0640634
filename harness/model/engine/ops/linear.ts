import { attribute, differentiable, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';

const multiply = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) =>
  kernel(
    'MatMul',
    [attribute.flag('transpose_a', transposeA), attribute.flag('transpose_b', transposeB), attribute.type('T')],
    a,
    b,
  );

/** Matrix product, [m, k] x [k, n]. */
export function matMul(a: Tensor, b: Tensor): Tensor {
  return differentiable(
    [a, b],
    (a, b) => ({ value: multiply(a!, b!, false, false), saved: [a!, b!] }),
    (dy, [a, b]) => [multiply(dy, b!, false, true), multiply(a!, dy, true, false)],
  );
}

/** Matrix product with the second factor transposed, [m, k] x [n, k]. */
export function matMulTransposed(a: Tensor, b: Tensor): Tensor {
  return differentiable(
    [a, b],
    (a, b) => ({ value: multiply(a!, b!, false, true), saved: [a!, b!] }),
    (dy, [a, b]) => [multiply(dy, b!, false, false), multiply(dy, a!, true, false)],
  );
}

/** x [batch, inputs] times weight [inputs, outputs], plus bias [outputs]. */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  return tf.add(matMul(x, weight), bias);
}
