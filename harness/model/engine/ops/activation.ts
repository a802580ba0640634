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

/** x where it is positive, else slope * x (torch.nn.LeakyReLU). */
export function leakyRelu(x: Tensor, slope: number): Tensor {
  const attributes = [attribute.type('T'), attribute.float('alpha', slope)];
  return differentiable(
    [x],
    (x) => {
      const value = kernel('LeakyRelu', attributes, x!);
      return { value, saved: [value] };
    },
    // The value has the input's sign.
    (dy, [y]) => kernel('LeakyReluGrad', attributes, dy, y!),
  );
}
