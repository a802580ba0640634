import { constant, normal } from '../engine/initial.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import type { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import type { Layer } from './stages.ts';

interface BlockOptions {
  inputs: number;
  outputs: number;
  stride: number;
  /** How much wider the inner maps are than the input. */
  expansion: number;
}

/** A 1x1 convolution that expands, a depthwise 3x3 one, and a 1x1 one without ReLU; a shortcut where shapes agree. */
function invertedResidual(parameters: Parameters, { inputs, outputs, stride, expansion }: BlockOptions): Layer {
  const width = inputs * expansion;
  const conv = parameters.at('conv');
  const expand = normalisedConvolution(conv, [0, 1], { inputs, outputs: width, size: 1 });
  const depthwise = normalisedConvolution(conv, [3, 4], {
    inputs: width,
    outputs: width,
    size: 3,
    stride,
    padding: 1,
    groups: width,
  });
  const project = normalisedConvolution(conv, [6, 7], { inputs: width, outputs, size: 1 });
  return (x, pass) => {
    const y = project(relu(depthwise(relu(expand(x, pass)), pass)), pass);
    return stride === 1 && inputs === outputs ? tf.add(x, y) : y;
  };
}

/** Sandler et al. 2018, table 2, but with the strides that the reference has for images of 32 pixels. */
const groups = [
  { expand: false, channels: 16, blocks: 1, stride: 1 },
  { expand: true, channels: 24, blocks: 2, stride: 1 },
  { expand: true, channels: 32, blocks: 3, stride: 2 },
  { expand: true, channels: 64, blocks: 4, stride: 2 },
  { expand: true, channels: 96, blocks: 3, stride: 1 },
  { expand: true, channels: 160, blocks: 3, stride: 2 },
  { expand: true, channels: 320, blocks: 1, stride: 1 },
];
/** The groups whose maps are handed out, beside the stem's. */
const shown = [1, 2, 4, 6];
const lastChannels = 1280;

/**
 * MobileNetV2 (Sandler et al. 2018) as the reference has it: the stem has stride 2, weights are drawn by
 * kaiming_normal_(fan_out), the classifier's from a normal distribution of deviation 0.01 with biases of 0.
 *
 * Maps 1 to 4 are linear bottlenecks, so that they are signed. The reference hands them out as pre-activations too.
 * @param expansion of the blocks, T
 * @param width by which all channels but the last layer's are multiplied
 */
function mobileNetV2(expansion: number, width: number, multiplyAccumulates: number): NetworkDefinition {
  const stemChannels = 32 * width;
  return {
    multiplyAccumulates,
    head: ['conv2', 'classifier'],
    norms: shown.map((group) => `blocks.${group}.${groups[group]!.blocks - 1}.conv.7`),
    maps(imageSize) {
      let size = Math.ceil(imageSize / 2);
      const maps = groups.map(({ channels, stride }) => {
        size = Math.ceil(size / stride);
        return { channels: channels * width, size };
      });
      return [{ channels: stemChannels, size: Math.ceil(imageSize / 2) }, ...shown.map((group) => maps[group]!)];
    },
    pooled: lastChannels,
    build(parameters, classes) {
      const conv1 = normalisedConvolution(parameters.at('conv1'), [0, 1], {
        inputs: 3,
        outputs: stemChannels,
        size: 3,
        stride: 2,
        padding: 1,
      });
      let inputs = stemChannels;
      const blocks = groups.map(({ expand, channels, blocks, stride }, group) =>
        Array.from({ length: blocks }, (_, index) => {
          const outputs = channels * width;
          const block = invertedResidual(parameters.at('blocks').at(group).at(index), {
            inputs,
            outputs,
            stride: index === 0 ? stride : 1,
            expansion: expand ? expansion : 1,
          });
          inputs = outputs;
          return block;
        }),
      );
      const conv2 = normalisedConvolution(parameters.at('conv2'), [0, 1], { inputs, outputs: lastChannels, size: 1 });
      const classifier = linearLayer(parameters.at('classifier').at(0), lastChannels, classes, {
        weight: normal(0.01),
        bias: constant(0),
      });
      return (images, pass, { head = pass } = {}) => {
        let x = relu(conv1(images, pass));
        const maps = [x];
        for (const [group, layers] of blocks.entries()) {
          for (const block of layers) x = block(x, pass);
          if (shown.includes(group)) maps.push(x);
        }
        const pooled = globalAveragePool(relu(conv2(x, head)));
        return { maps, pooled, logits: classifier(pooled), preactivations: maps };
      };
    },
  };
}

export const mobileNetV2s = {
  MobileNetV2: mobileNetV2(6, 0.5, 6_523_648),
};
