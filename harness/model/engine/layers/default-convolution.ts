import { uniform, uniformFanIn } from '../initial.ts';
import type { Parameters } from '../parameters.ts';
import type { Tensor } from '../tensorflow.ts';
import { type ConvolutionOptions, convolutionLayer } from './convolution.ts';

/** torch.nn.Conv2d on NHWC maps, with a bias and PyTorch's default initial values. */
export function defaultConvolutionLayer(
  parameters: Parameters,
  options: Pick<ConvolutionOptions, 'inputs' | 'outputs' | 'size' | 'stride' | 'padding'>,
): (x: Tensor) => Tensor {
  const bias = uniform(1 / Math.sqrt(options.inputs * options.size ** 2));
  return convolutionLayer(parameters, { ...options, initial: uniformFanIn, bias });
}
