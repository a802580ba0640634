import type { Parameters } from '../parameters.ts';
import type { Tensor } from '../tensorflow.ts';
import { batchNormLayer, type Pass } from './batch-norm.ts';
import { type ConvolutionOptions, convolutionLayer } from './convolution.ts';

/**
 * A convolution and the batch norm behind it; in a frozen pass they are one convolution.
 * @param names of both below the parameters' own, such as `conv1` and `bn1`
 */
export function normalisedConvolution(
  parameters: Parameters,
  names: readonly [convolution: string | number, norm: string | number],
  options: ConvolutionOptions,
): (x: Tensor, pass: Pass) => Tensor {
  const convolution = convolutionLayer(parameters.at(names[0]), options);
  const norm = batchNormLayer(parameters.at(names[1]), options.outputs);
  return (x, pass) => {
    if (pass !== 'frozen') return norm(convolution(x), pass);
    const { scale, shift } = norm.affine();
    return convolution.scaled(x, scale, shift);
  };
}
