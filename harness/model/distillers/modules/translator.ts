import type { Pass } from '../../engine/layers/batch-norm.ts';
import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';
import { convolutionStack } from './convolution-stack.ts';

/** From a student's map to FT's factors, with batch norm (Translator in models/util.py). */
export function translator(
  parameters: Parameters,
  channels: number,
  factors: number,
): (map: Tensor, pass?: Pass) => Tensor {
  const encoder = convolutionStack(parameters.at('encoder'), {
    widths: [channels, channels, factors, factors],
    norm: true,
  });
  return (map, pass = 'training') => encoder(map, pass);
}
