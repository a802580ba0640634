import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { type NetworkStage, throughStages } from './stages.ts';

const widths = [32, 64, 128, 256, 512] as const;
/** The last maps keep an eighth of the image's height: pixels are to be classified from them. */
const strides = [2, 2, 2, 1, 1] as const;

/**
 * The paper's student of depth images is a CNN of five layers; no more was published of it. Ours: five 3x3 convolutions with
 * batch norm and ReLU, each twice as wide as the one before, the mean over the last map, one linear layer.
 * Weights are drawn as those of ResNets are.
 */
const fiveLayers: NetworkDefinition = {
  imageSize: 160,
  multiplyAccumulates: 654_387_200,
  head: ['fc'],
  norms: widths.slice(1).map((_, i) => `bn${i + 2}`),
  maps(imageSize) {
    let size = imageSize;
    return widths.map((channels, layer) => {
      size = Math.ceil(size / strides[layer]!);
      return { channels, size };
    });
  },
  pooled: 512,
  build(parameters, classes) {
    const [stem, ...stages] = widths.map((outputs, layer): NetworkStage => {
      const options = { inputs: widths[layer - 1] ?? 3, outputs, size: 3, stride: strides[layer]!, padding: 1 };
      const convolve = normalisedConvolution(parameters, [`conv${layer + 1}`, `bn${layer + 1}`], options);
      return (x, pass) => {
        const preactivation = convolve(x, pass);
        return { map: relu(preactivation), preactivation };
      };
    });
    const classifier = linearLayer(parameters.at('fc'), widths.at(-1)!, classes);
    return throughStages({ stem: (images, pass) => stem!(images, pass).map, stages, classifier });
  },
};

export const fiveLayerNetworks = { CNN5: fiveLayers };
