import { uniform, uniformFanIn } from '../initial.ts';
import { addBias } from '../ops/bias.ts';
import { transposedConvolution } from '../ops/transposed-convolution.ts';
import type { Parameters } from '../parameters.ts';
import type { Tensor } from '../tensorflow.ts';
import type { ConvolutionOptions } from './convolution.ts';

/** torch.nn.ConvTranspose2d on NHWC maps, with a bias and PyTorch's default initial values. */
export function transposedConvolutionLayer(
  parameters: Parameters,
  options: Pick<ConvolutionOptions, 'inputs' | 'outputs' | 'size' | 'stride' | 'padding'>,
): (x: Tensor) => Tensor {
  const { inputs, outputs, size } = options;
  const torchShape = [inputs, outputs, size, size];
  const weight = parameters.add('weight', { torchShape, initial: uniformFanIn, layout: 'transposed convolution' });
  // PyTorch counts the filter's second axis as what comes in, the outputs here too.
  const bias = parameters.add('bias', { torchShape: [outputs], initial: uniform(1 / Math.sqrt(outputs * size ** 2)) });
  return (x) => addBias(transposedConvolution(x, weight.value, options), bias.value);
}
