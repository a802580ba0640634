import { attribute, differentiable, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/** |x|; its gradient is 0 at 0, as PyTorch's. tfjs's own has a tensor of ones, which a recorded graph would carry. */
export function absolute(x: Tensor): Tensor {
  const types = [attribute.type('T')];
  return differentiable(
    [x],
    (x) => ({ value: kernel('Abs', types, x!), saved: [x!] }),
    (dy, [x]) => tf.mul(dy, kernel('Sign', types, x!)),
  );
}
