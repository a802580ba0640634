import { uniformFanIn as initial } from '../../engine/initial.ts';
import type { Pass } from '../../engine/layers/batch-norm.ts';
import { convolutionLayer } from '../../engine/layers/convolution.ts';
import { normalisedConvolution } from '../../engine/layers/normalised-convolution.ts';
import { relu } from '../../engine/ops/activation.ts';
import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';

export interface BottleneckOptions {
  /** Channels in, between the convolutions, and out. */
  widths: readonly [inputs: number, middle: number, outputs: number];
  /** Ends it in batch norm and ReLU, rather than in the last convolution? */
  activated: boolean;
}

/** Convolutions of 1x1, 3x3 and 1x1 without biases, with batch norm and ReLU between them: the projectors of SimKD and SemCKD. */
export function bottleneck(
  parameters: Parameters,
  { widths: [inputs, middle, outputs], activated }: BottleneckOptions,
): (map: Tensor, pass: Pass) => Tensor {
  // In PyTorch's Sequential a convolution, its batch norm and its ReLU have three numbers.
  const enter = normalisedConvolution(parameters, [0, 1], { inputs, outputs: middle, size: 1, initial });
  const mix = normalisedConvolution(parameters, [3, 4], {
    ...{ inputs: middle, outputs: middle, size: 3, padding: 1, initial },
  });
  const last = { inputs: middle, outputs, size: 1, initial };
  const leave = activated ? normalisedConvolution(parameters, [6, 7], last) : convolutionLayer(parameters.at(6), last);
  return (map, pass) => {
    const x = leave(relu(mix(relu(enter(map, pass)), pass)), pass);
    return activated ? relu(x) : x;
  };
}
