import { batchNormLayer, type Pass } from '../../engine/layers/batch-norm.ts';
import { defaultConvolutionLayer } from '../../engine/layers/default-convolution.ts';
import { transposedConvolutionLayer } from '../../engine/layers/transposed-convolution.ts';
import { leakyRelu } from '../../engine/ops/activation.ts';
import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';

export interface StackOptions {
  /** Channels in, after each of the layers. */
  widths: readonly number[];
  /** Does each layer have a batch norm? */
  norm: boolean;
  /** Are its convolutions transposed? They do not by themselves change a map's size. */
  transposed?: boolean;
}

/** 3x3 convolutions with biases, each with a leaky ReLU behind it: what FT's paraphraser and translator are made of. */
export function convolutionStack(
  parameters: Parameters,
  { widths, norm, transposed = false }: StackOptions,
): (x: Tensor, pass: Pass) => Tensor {
  const layer = transposed ? transposedConvolutionLayer : defaultConvolutionLayer;
  const steps = widths.slice(1).map((outputs, i) => {
    // In PyTorch's Sequential a convolution, its batch norm or nothing, and the ReLU have three numbers.
    const convolve = layer(parameters.at(3 * i), { inputs: widths[i]!, outputs, size: 3, padding: 1 });
    const normalise = norm ? batchNormLayer(parameters.at(3 * i + 1), outputs) : (x: Tensor) => x;
    return (x: Tensor, pass: Pass) => leakyRelu(normalise(convolve(x), pass), 0.1);
  });
  return (x, pass) => steps.reduce((x, step) => step(x, pass), x);
}
