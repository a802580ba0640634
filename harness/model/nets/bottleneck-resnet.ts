import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import type { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { inSequence, type Layer, lastNorms, type NetworkStage, throughStages } from './stages.ts';

/** How much wider a block's output is than its inner maps. */
const expansion = 4;

/** 1x1, 3x3 and 1x1 convolutions and a shortcut, which is a strided 1x1 convolution where shapes differ. */
function bottleneck(parameters: Parameters, inputs: number, width: number, stride: number): NetworkStage {
  const outputs = width * expansion;
  const reduce = normalisedConvolution(parameters, ['conv1', 'bn1'], { inputs, outputs: width, size: 1 });
  const inner = normalisedConvolution(parameters, ['conv2', 'bn2'], {
    inputs: width,
    outputs: width,
    size: 3,
    stride,
    padding: 1,
  });
  const expand = normalisedConvolution(parameters, ['conv3', 'bn3'], { inputs: width, outputs, size: 1 });
  const shortcut: Layer =
    stride > 1 || inputs !== outputs
      ? normalisedConvolution(parameters.at('shortcut'), [0, 1], { inputs, outputs, size: 1, stride })
      : (x) => x;
  return (x, pass) => {
    const residual = expand(relu(inner(relu(reduce(x, pass)), pass)), pass);
    const preactivation = tf.add(residual, shortcut(x, pass));
    return { map: relu(preactivation), preactivation };
  };
}

/**
 * ResNet-50 (He et al. 2016, table 1) in the reference's form for CIFAR: the stem is a 3x3 convolution of stride 1
 * without a pool behind it, weights drawn by kaiming_normal_(fan_out).
 */
function bottleneckResnet(blocksAStage: readonly number[], multiplyAccumulates: number): NetworkDefinition {
  return {
    multiplyAccumulates,
    head: ['linear'],
    norms: lastNorms(blocksAStage, 'bn3'),
    maps: (size) => [
      { channels: 64, size },
      { channels: 256, size },
      { channels: 512, size: Math.ceil(size / 2) },
      { channels: 1024, size: Math.ceil(size / 4) },
      { channels: 2048, size: Math.ceil(size / 8) },
    ],
    pooled: 2048,
    build(parameters, classes) {
      const stem = normalisedConvolution(parameters, ['conv1', 'bn1'], { inputs: 3, outputs: 64, size: 3, padding: 1 });
      let inputs = 64;
      const stages = blocksAStage.map((count, stage) => {
        const width = 64 * 2 ** stage;
        const blocks = Array.from({ length: count }, (_, block) => {
          const stride = stage > 0 && block === 0 ? 2 : 1;
          const layer = bottleneck(parameters.at(`layer${stage + 1}`).at(block), inputs, width, stride);
          inputs = width * expansion;
          return layer;
        });
        return inSequence(blocks);
      });
      const classifier = linearLayer(parameters.at('linear'), inputs, classes);
      return throughStages({ stem: (images, pass) => relu(stem(images, pass)), stages, classifier });
    },
  };
}

export const bottleneckResnets = {
  ResNet50: bottleneckResnet([3, 4, 6, 3], 1_298_014_208),
};
