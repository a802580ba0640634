import { attribute, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

/** 1 - erf(x), with all its digits where erf(x) is near 1; a constant for the backward pass. */
export function erfc(x: Tensor): Tensor {
  return kernel('Erfc', [attribute.type('T')], x);
}
