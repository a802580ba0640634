import { attribute, differentiable, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/**
 * The same values; in the backward pass the gradient times `scale`, a scalar without a gradient of its own. A negative one reverses
 * the gradient (Ganin and Lempitsky, "Unsupervised domain adaptation by backpropagation", ICML 2015).
 */
export function scaleGradient(x: Tensor, scale: Tensor): Tensor {
  return differentiable(
    [x],
    (x) => ({ value: kernel('Identity', [attribute.type('T')], x!), saved: [scale] }),
    (dy, [scale]) => tf.mul(dy, scale!),
  );
}
