import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { basicStages } from './basic-block.ts';
import { lastNorms, throughStages } from './stages.ts';

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
    norms: lastNorms([blocksAStage, blocksAStage, blocksAStage], 'bn2'),
    maps: (size) => [
      { channels: channels[0], size },
      { channels: channels[1], size },
      { channels: channels[2], size: Math.ceil(size / 2) },
      { channels: channels[3], size: Math.ceil(size / 4) },
    ],
    pooled: channels[3],
    build(parameters, classes) {
      const [width, ...widths] = channels;
      const stem = normalisedConvolution(parameters, ['conv1', 'bn1'], {
        inputs: 3,
        outputs: width,
        size: 3,
        padding: 1,
      });
      const stages = basicStages(parameters, width, widths, () => blocksAStage);
      const classifier = linearLayer(parameters.at('fc'), widths.at(-1)!, classes);
      return throughStages({ stem: (images, pass) => relu(stem(images, pass)), stages, classifier });
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
