import { type Initial, kaimingNormalFanOut } from '../initial.ts';
import { convolution, type Geometry } from '../ops/convolution.ts';
import type { Parameters } from '../parameters.ts';
import type { Tensor } from '../tensorflow.ts';

export interface ConvolutionOptions extends Geometry {
  inputs: number;
  outputs: number;
  /** Height and width of the filter. */
  size: number;
  initial?: Initial;
}

/** torch.nn.Conv2d(bias=False) on NHWC images. */
export function convolutionLayer(parameters: Parameters, options: ConvolutionOptions): (x: Tensor) => Tensor {
  const { inputs, outputs, size, initial = kaimingNormalFanOut } = options;
  const torchShape = [outputs, inputs, size, size];
  const weight = parameters.add('weight', { torchShape, initial, layout: 'convolution' });
  return (x) => convolution(x, weight.value, options);
}
