import { uniformFanIn } from '../engine/initial.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { channelShuffle } from '../engine/ops/channel-shuffle.ts';
import { averagePool } from '../engine/ops/pooling.ts';
import type { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { inSequence, type NetworkStage, throughStages } from './stages.ts';

const stemChannels = 24;
const initial = uniformFanIn;

interface UnitOptions {
  inputs: number;
  outputs: number;
  groups: number;
  /** Does it halve the map? Its input then stands beside its output, else it is added. */
  strided: boolean;
}

/** Grouped 1x1, depthwise 3x3 and grouped 1x1 convolutions with a channel shuffle behind the first. */
function shuffleUnit(parameters: Parameters, { inputs, outputs, groups, strided }: UnitOptions): NetworkStage {
  const made = strided ? outputs - inputs : outputs;
  const width = made / 4;
  // The first unit's input is too narrow to be split.
  const firstGroups = inputs === stemChannels ? 1 : groups;
  const reduce = normalisedConvolution(parameters, ['conv1', 'bn1'], {
    inputs,
    outputs: width,
    size: 1,
    groups: firstGroups,
    initial,
  });
  const depthwise = normalisedConvolution(parameters, ['conv2', 'bn2'], {
    inputs: width,
    outputs: width,
    size: 3,
    stride: strided ? 2 : 1,
    padding: 1,
    groups: width,
    initial,
  });
  const expand = normalisedConvolution(parameters, ['conv3', 'bn3'], {
    inputs: width,
    outputs: made,
    size: 1,
    groups,
    initial,
  });
  return (x, pass) => {
    const inner = channelShuffle(relu(reduce(x, pass)), firstGroups);
    const residual = expand(relu(depthwise(inner, pass)), pass);
    const preactivation = strided
      ? tf.concat([residual, averagePool(x, 3, { stride: 2, padding: 1 })], 3)
      : tf.add(residual, x);
    return { map: relu(preactivation), preactivation };
  };
}

/**
 * ShuffleNet (Zhang et al. 2018) as the reference has it: the stem is a 1x1 convolution, weights keep PyTorch's default
 * initial values.
 * @param channels of the stages
 * @param units in each stage
 */
function shuffleNetV1(
  channels: readonly [number, number, number],
  units: readonly number[],
  groups: number,
  multiplyAccumulates: number,
): NetworkDefinition {
  return {
    multiplyAccumulates,
    head: ['linear'],
    maps: (size) => [
      { channels: stemChannels, size },
      { channels: channels[0], size: Math.ceil(size / 2) },
      { channels: channels[1], size: Math.ceil(size / 4) },
      { channels: channels[2], size: Math.ceil(size / 8) },
    ],
    pooled: channels[2],
    build(parameters, classes) {
      const stem = normalisedConvolution(parameters, ['conv1', 'bn1'], {
        inputs: 3,
        outputs: stemChannels,
        size: 1,
        initial,
      });
      let inputs = stemChannels;
      const stages = channels.map((outputs, stage) => {
        const layers = Array.from({ length: units[stage]! }, (_, place) => {
          const strided = place === 0;
          const unit = parameters.at(`layer${stage + 1}`).at(place);
          const layer = shuffleUnit(unit, { inputs, outputs, groups, strided });
          inputs = outputs;
          return layer;
        });
        return inSequence(layers);
      });
      const classifier = linearLayer(parameters.at('linear'), inputs, classes);
      return throughStages({ stem: (images, pass) => relu(stem(images, pass)), stages, classifier });
    },
  };
}

export const shuffleNetV1s = {
  ShuffleV1: shuffleNetV1([240, 480, 960], [4, 8, 4], 3, 38_691_456),
};
