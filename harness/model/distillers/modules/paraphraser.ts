import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';
import { convolutionStack } from './convolution-stack.ts';

export interface Paraphraser {
  /** The teacher's map [batch, height, width, channels] to its factors [batch, height, width, factors]. */
  encode(map: Tensor): Tensor;
  /** Factors back to a map. */
  decode(factors: Tensor): Tensor;
}

/** FT's autoencoder of a teacher's map, without batch norm (Paraphraser in models/util.py). */
export function paraphraser(parameters: Parameters, channels: number, factors: number): Paraphraser {
  const encoder = convolutionStack(parameters.at('encoder'), {
    widths: [channels, channels, factors, factors],
    norm: false,
  });
  const decoder = convolutionStack(parameters.at('decoder'), {
    widths: [factors, factors, channels, channels],
    norm: false,
    transposed: true,
  });
  return { encode: (map) => encoder(map, 'training'), decode: (factors) => decoder(factors, 'training') };
}
