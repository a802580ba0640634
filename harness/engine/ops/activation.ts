import { attribute, differentiable, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

export function relu(x: Tensor): Tensor {
  return differentiable(
    [x],
    (x) => {
      const value = kernel('Relu', [attribute.type('T')], x!);
      return { value, saved: [value] };
    },
    (dy, [y]) => kernel('ReluGrad', [attribute.type('T')], dy, y!),
  );
}
