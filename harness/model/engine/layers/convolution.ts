import { type Initial, kaimingNormalFanOut } from '../initial.ts';
import { addBias } from '../ops/bias.ts';
import { convolution, depthwiseConvolution, type Geometry } from '../ops/convolution.ts';
import type { Parameters } from '../parameters.ts';
import { type Tensor, tf } from '../tensorflow.ts';

export interface ConvolutionOptions extends Geometry {
  inputs: number;
  outputs: number;
  /** Height and width of the filter. */
  size: number;
  /** So many parts of the inputs each make their own part of the outputs; 1 by default. */
  groups?: number;
  initial?: Initial;
  /** Draws the bias; there is none by default. */
  bias?: Initial;
}

export interface Convolution {
  (x: Tensor): Tensor;
  /** scale * convolution + shift as one convolution, by other weights; scale and shift are [outputs]. */
  scaled(x: Tensor, scale: Tensor, shift: Tensor): Tensor;
}

/** torch.nn.Conv2d on NHWC images. */
export function convolutionLayer(parameters: Parameters, options: ConvolutionOptions): Convolution {
  const { inputs, outputs, size, groups = 1, initial = kaimingNormalFanOut } = options;
  const depthwise = groups > 1 && groups === inputs && groups === outputs;
  const [layout, convolve] = depthwise
    ? (['depthwise', depthwiseConvolution] as const)
    : (['convolution', convolution] as const);
  const torchShape = [outputs, inputs / groups, size, size];
  const weight = parameters.add('weight', { torchShape, initial, layout });
  const bias = options.bias && parameters.add('bias', { torchShape: [outputs], initial: options.bias });
  const layer = (x: Tensor) => {
    const y = convolve(x, weight.value, options);
    return bias ? addBias(y, bias.value) : y;
  };
  const scaled = (x: Tensor, scale: Tensor, shift: Tensor) => {
    // The outputs are a depthwise filter's last axis but one.
    const factors = depthwise ? scale.reshape([outputs, 1]) : scale;
    const y = convolve(x, tf.mul(weight.value, factors), options);
    return addBias(y, bias ? tf.add(tf.mul(bias.value, scale), shift) : shift);
  };
  return Object.assign(layer, { scaled });
}
