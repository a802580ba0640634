import { attribute, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

/** The same values, as a constant for the backward pass. */
export function stopGradient(x: Tensor): Tensor {
  return kernel('StopGradient', [attribute.type('T')], x);
}
