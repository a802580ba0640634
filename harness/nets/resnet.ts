import { batchNormLayer, type Pass } from '../engine/layers/batch-norm.ts';
import { convolutionLayer } from '../engine/layers/convolution.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';

type BlockOutput = { feature: Tensor; preactivation: Tensor };

/** Two 3x3 convolutions and a shortcut, which is a strided 1x1 convolution where shapes differ. */
function basicBlock(parameters: Parameters, inputs: number, outputs: number, stride: number) {
  const conv1 = convolutionLayer(parameters.at('conv1'), { inputs, outputs, size: 3, stride, padding: 1 });
  const bn1 = batchNormLayer(parameters.at('bn1'), outputs);
  const conv2 = convolutionLayer(parameters.at('conv2'), { inputs: outputs, outputs, size: 3, padding: 1 });
  const bn2 = batchNormLayer(parameters.at('bn2'), outputs);
  const shortcut =
    stride > 1 || inputs !== outputs ? projection(parameters, inputs, outputs, stride) : (x: Tensor) => x;
  return (x: Tensor, pass: Pass): BlockOutput => {
    const inner = relu(bn1(conv1(x), pass));
    const preactivation = tf.add(bn2(conv2(inner), pass), shortcut(x, pass));
    return { feature: relu(preactivation), preactivation };
  };
}

function projection(parameters: Parameters, inputs: number, outputs: number, stride: number) {
  const downsample = parameters.at('downsample');
  const convolution = convolutionLayer(downsample.at(0), { inputs, outputs, size: 1, stride });
  const norm = batchNormLayer(downsample.at(1), outputs);
  return (x: Tensor, pass: Pass) => norm(convolution(x), pass);
}

/**
 * The CIFAR resnets (He et al. 2016, section 4.2) as the reference has them: depth 6n + 2, three stages of n basic
 * blocks, weights drawn by kaiming_normal_(fan_out).
 * @param channels of the stem and the three stages
 */
function resnet(depth: number, channels: Channels, multiplyAccumulates: number): NetworkDefinition {
  const blocksAStage = (depth - 2) / 6;
  return {
    multiplyAccumulates,
    head: ['fc'],
    features: (size) => [
      { channels: channels[0], size },
      { channels: channels[1], size },
      { channels: channels[2], size: Math.ceil(size / 2) },
      { channels: channels[3], size: Math.ceil(size / 4) },
      { channels: channels[3], size: 1 },
    ],
    build(parameters, classes) {
      const [stem, ...widths] = channels;
      const conv1 = convolutionLayer(parameters.at('conv1'), { inputs: 3, outputs: stem, size: 3, padding: 1 });
      const bn1 = batchNormLayer(parameters.at('bn1'), stem);
      let inputs: number = stem;
      const stages = widths.map((outputs, stage) =>
        Array.from({ length: blocksAStage }, (_, block) => {
          const stride = stage > 0 && block === 0 ? 2 : 1;
          const layer = basicBlock(parameters.at(`layer${stage + 1}`).at(block), inputs, outputs, stride);
          inputs = outputs;
          return layer;
        }),
      );
      const fc = linearLayer(parameters.at('fc'), inputs, classes);
      return (images, pass) => {
        const stemOutput = relu(bn1(conv1(images), pass));
        const features = [stemOutput];
        // The reference hands out the stem after its ReLU in both lists.
        const preactivations = [stemOutput];
        let x = stemOutput;
        for (const stage of stages) {
          let last: BlockOutput = { feature: x, preactivation: x };
          for (const block of stage) last = block(last.feature, pass);
          x = last.feature;
          features.push(last.feature);
          preactivations.push(last.preactivation);
        }
        const pooled = globalAveragePool(x);
        return {
          logits: fc(pooled),
          features: [...features, pooled],
          preactivations: [...preactivations, pooled],
        };
      };
    },
  };
}

/** Of the stem and the three stages. */
type Channels = readonly [number, number, number, number];
const narrow: Channels = [16, 16, 32, 64];
const wide: Channels = [32, 64, 128, 256];

export const resnets = {
  resnet8: resnet(8, narrow, 12_507_392),
  resnet14: resnet(14, narrow, 26_663_168),
  resnet20: resnet(20, narrow, 40_818_944),
  resnet32: resnet(32, narrow, 69_130_496),
  resnet44: resnet(44, narrow, 97_442_048),
  resnet56: resnet(56, narrow, 125_753_600),
  resnet110: resnet(110, narrow, 253_155_584),
  resnet8x4: resnet(8, wide, 177_071_104),
  resnet32x4: resnet(32, wide, 1_083_040_768),
};
