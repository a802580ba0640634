import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { maxPool } from '../engine/ops/pooling.ts';
import { basicStages } from './basic-block.ts';
import { lastNorms, throughStages } from './stages.ts';

const widths = [64, 128, 256, 512] as const;

/** A 7x7 convolution of stride 2, then a 3x3 pool of stride 2. */
const stemStride = 4;

/**
 * ResNet-18 and ResNet-34 for ImageNet (He et al. 2016, table 1) as torchvision has them: its parameters' names and
 * order, weights drawn by kaiming_normal_(fan_out), the classifier's as PyTorch's default.
 *
 * What distillers read is our choice, as the paper's code for ImageNet was never released: the stem's map stands
 * behind the pool, so that it is as high as the first stage's, which FSP compares with it; then a map a stage.
 */
function imagenetResnet(blocksAStage: readonly number[], multiplyAccumulates: number): NetworkDefinition {
  return {
    imageSize: 224,
    multiplyAccumulates,
    head: ['fc'],
    norms: lastNorms(blocksAStage, 'bn2'),
    maps: (size) => [
      { channels: 64, size: Math.ceil(size / stemStride) },
      ...widths.map((channels, stage) => ({ channels, size: Math.ceil(size / (stemStride * 2 ** stage)) })),
    ],
    pooled: 512,
    build(parameters, classes) {
      const stem = normalisedConvolution(parameters, ['conv1', 'bn1'], {
        inputs: 3,
        outputs: 64,
        size: 7,
        stride: 2,
        padding: 3,
      });
      const stages = basicStages(parameters, 64, widths, (stage) => blocksAStage[stage]!);
      const classifier = linearLayer(parameters.at('fc'), widths.at(-1)!, classes);
      return throughStages({
        stem: (images, pass) => maxPool(relu(stem(images, pass)), 3, { stride: 2, padding: 1 }),
        stages,
        classifier,
      });
    },
  };
}

export const imagenetResnets = {
  ResNet18: imagenetResnet([2, 2, 2, 2], 1_813_612_544),
  ResNet34: imagenetResnet([3, 4, 6, 3], 3_663_300_608),
};
