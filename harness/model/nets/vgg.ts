import { constant, normal } from '../engine/initial.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { maxPool } from '../engine/ops/pooling.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type NetworkStage, throughStages } from './stages.ts';

const widths = [64, 128, 256, 512, 512] as const;

/** Where a batch norm is in the reference's Sequential, which has a convolution, its batch norm and its ReLU each time. */
const normPlace = (convolution: number) => 3 * convolution + 1;

/** 3x3 convolutions with batch norm and ReLU. */
function block(parameters: Parameters, inputs: number, outputs: number, convolutions: number): NetworkStage {
  const layers = Array.from({ length: convolutions }, (_, place) =>
    normalisedConvolution(parameters, [3 * place, normPlace(place)], {
      inputs: place === 0 ? inputs : outputs,
      outputs,
      size: 3,
      padding: 1,
      bias: constant(0),
    }),
  );
  return (x, pass) => {
    let map = x;
    let preactivation = x;
    for (const layer of layers) {
      preactivation = layer(map, pass);
      map = relu(preactivation);
    }
    return { map, preactivation };
  };
}

/** Is there a pool before this block? The last one has its pool only where images are 64 pixels high. */
const hasPool = (place: number, imageSize: number) => place > 0 && (place < 4 || imageSize === 64);

/**
 * VGG (Simonyan and Zisserman 2015) with batch norm, in the reference's form for CIFAR: five blocks, the mean over the
 * last map, one linear layer. Convolutions have biases, whose gradient batch norm makes 0 in training; weights are drawn
 * by kaiming_normal_(fan_out), the classifier's from a normal distribution of deviation 0.01, biases are 0.
 * @param convolutions in each block
 */
function vgg(convolutions: readonly number[], multiplyAccumulates: number): NetworkDefinition {
  return {
    multiplyAccumulates,
    head: ['classifier'],
    norms: convolutions.slice(1).map((count, i) => `block${i + 1}.${normPlace(count - 1)}`),
    maps(imageSize) {
      let size = imageSize;
      return widths.map((channels, place) => {
        if (hasPool(place, imageSize)) size = Math.floor(size / 2);
        return { channels, size };
      });
    },
    pooled: 512,
    build(parameters, classes) {
      const [stem, ...others] = widths.map((outputs, place) =>
        block(parameters.at(`block${place}`), widths[place - 1] ?? 3, outputs, convolutions[place]!),
      );
      const classifier = linearLayer(parameters.at('classifier'), 512, classes, {
        weight: normal(0.01),
        bias: constant(0),
      });
      return (images, pass, options) => {
        const stages = others.map<NetworkStage>((block, i) => {
          return (x, pass) => block(hasPool(i + 1, images.shape[1]!) ? maxPool(x, 2) : x, pass);
        });
        const forward = throughStages({ stem: (x, pass) => stem!(x, pass).map, stages, classifier });
        return forward(images, pass, options);
      };
    },
  };
}

export const vggs = {
  vgg8: vgg([1, 1, 1, 1, 1], 96_192_512),
  vgg11: vgg([1, 1, 2, 2, 2], 209_438_720),
  vgg13: vgg([2, 2, 2, 2, 2], 284_936_192),
  vgg16: vgg([2, 2, 3, 3, 3], 398_182_400),
  vgg19: vgg([2, 2, 4, 4, 4], 511_428_608),
};
