import { attribute, differentiable, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

/** x [batch, height, width, channels] plus bias [channels]. */
export function addBias(x: Tensor, bias: Tensor): Tensor {
  const attributes = [attribute.type('T'), attribute.text('data_format', 'NHWC')];
  return differentiable(
    [x, bias],
    (x, bias) => ({ value: kernel('BiasAdd', attributes, x!, bias!) }),
    (dy) => [dy, kernel('BiasAddGrad', attributes, dy)],
  );
}
