import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import { relu } from '../engine/ops/activation.ts';
import type { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { inSequence, type Layer, type NetworkStage } from './stages.ts';

/**
 * Two 3x3 convolutions and a shortcut, which is a strided 1x1 convolution where shapes differ (He et al. 2016). The
 * reference and torchvision call its parameters the same.
 */
function basicBlock(parameters: Parameters, inputs: number, outputs: number, stride: number): NetworkStage {
  const first = normalisedConvolution(parameters, ['conv1', 'bn1'], { inputs, outputs, size: 3, stride, padding: 1 });
  const second = normalisedConvolution(parameters, ['conv2', 'bn2'], { inputs: outputs, outputs, size: 3, padding: 1 });
  const shortcut: Layer =
    stride > 1 || inputs !== outputs
      ? normalisedConvolution(parameters.at('downsample'), [0, 1], { inputs, outputs, size: 1, stride })
      : (x) => x;
  return (x, pass) => {
    const inner = relu(first(x, pass));
    const preactivation = tf.add(second(inner, pass), shortcut(x, pass));
    return { map: relu(preactivation), preactivation };
  };
}

/**
 * Stages of basic blocks, `layer1` and so on; all but the first halve the map.
 * @param inputs channels of the stem
 * @param widths channels of each stage
 */
export function basicStages(
  parameters: Parameters,
  inputs: number,
  widths: readonly number[],
  blocksOf: (stage: number) => number,
): NetworkStage[] {
  return widths.map((outputs, stage) => {
    const before = widths[stage - 1] ?? inputs;
    const blocks = Array.from({ length: blocksOf(stage) }, (_, block) => {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      return basicBlock(parameters.at(`layer${stage + 1}`).at(block), block === 0 ? before : outputs, outputs, stride);
    });
    return inSequence(blocks);
  });
}
