import { constant } from '../engine/initial.ts';
import { batchNormLayer } from '../engine/layers/batch-norm.ts';
import { convolutionLayer } from '../engine/layers/convolution.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import type { Layer } from './stages.ts';

interface Block {
  /** The batch norm that the block begins with. */
  norm: Layer;
  forward: Layer;
}

/** Twice batch norm, ReLU and 3x3 convolution, and a shortcut: a 1x1 convolution of the first ReLU where channels differ. */
function preactivationBlock(parameters: Parameters, inputs: number, outputs: number, stride: number): Block {
  const bn1 = batchNormLayer(parameters.at('bn1'), inputs);
  const first = normalisedConvolution(parameters, ['conv1', 'bn2'], { inputs, outputs, size: 3, stride, padding: 1 });
  const conv2 = convolutionLayer(parameters.at('conv2'), { inputs: outputs, outputs, size: 3, padding: 1 });
  const shortcut =
    inputs !== outputs
      ? convolutionLayer(parameters.at('convShortcut'), { inputs, outputs, size: 1, stride })
      : undefined;
  return {
    norm: bn1,
    forward(x, pass) {
      const active = relu(bn1(x, pass));
      const residual = conv2(relu(first(active, pass)));
      return tf.add(shortcut ? shortcut(active) : x, residual);
    },
  };
}

/**
 * The wide resnets (Zagoruyko and Komodakis 2016) as the reference has them: depth 6n + 4, three stages of n blocks
 * without dropout, weights drawn by kaiming_normal_(fan_out), the classifier's bias 0.
 *
 * The maps are sums before batch norm and ReLU, so that they are signed. A pre-activation is such a map after the batch
 * norm that follows it: that batch norm runs again for it, and in training its running statistics move twice.
 * @param factor by which stages are wider than 16, 32 and 64 channels
 */
function wideResnet(depth: number, factor: number, multiplyAccumulates: number): NetworkDefinition {
  const blocksAStage = (depth - 4) / 6;
  const widths = [16 * factor, 32 * factor, 64 * factor] as const;
  return {
    multiplyAccumulates,
    head: ['bn1', 'fc'],
    norms: ['block2.layer.0.bn1', 'block3.layer.0.bn1', 'bn1'],
    maps: (size) => [
      { channels: 16, size },
      { channels: widths[0], size },
      { channels: widths[1], size: Math.ceil(size / 2) },
      { channels: widths[2], size: Math.ceil(size / 4) },
    ],
    pooled: widths[2],
    build(parameters, classes) {
      const conv1 = convolutionLayer(parameters.at('conv1'), { inputs: 3, outputs: 16, size: 3, padding: 1 });
      let inputs = 16;
      const stages = widths.map((outputs, stage) =>
        Array.from({ length: blocksAStage }, (_, place) => {
          const stride = stage > 0 && place === 0 ? 2 : 1;
          const block = parameters
            .at(`block${stage + 1}`)
            .at('layer')
            .at(place);
          const layer = preactivationBlock(block, inputs, outputs, stride);
          inputs = outputs;
          return layer;
        }),
      );
      const bn1 = batchNormLayer(parameters.at('bn1'), inputs);
      const fc = linearLayer(parameters.at('fc'), inputs, classes, { bias: constant(0) });
      return (images, pass, { head = pass, preactivations = false } = {}) => {
        let x: Tensor = conv1(images);
        const maps = [x];
        for (const stage of stages) {
          for (const block of stage) x = block.forward(x, pass);
          maps.push(x);
        }
        const pooled = globalAveragePool(relu(bn1(x, head)));
        const outputs = { maps, pooled, logits: fc(pooled) };
        if (!preactivations) return outputs;
        const [stem, first, second, third] = maps as [Tensor, Tensor, Tensor, Tensor];
        const normalised = [stages[1]![0]!.norm(first, pass), stages[2]![0]!.norm(second, pass), bn1(third, head)];
        return { ...outputs, preactivations: [stem, ...normalised] };
      };
    },
  };
}

export const wideResnets = {
  wrn_16_1: wideResnet(16, 1, 26_663_168),
  wrn_16_2: wideResnet(16, 2, 101_118_464),
  wrn_40_1: wideResnet(40, 1, 83_286_272),
  wrn_40_2: wideResnet(40, 2, 327_610_880),
};
