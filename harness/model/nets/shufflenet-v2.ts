import { uniformFanIn } from '../engine/initial.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { NetworkDefinition } from '../engine/network.ts';
import { relu } from '../engine/ops/activation.ts';
import { channelShuffle } from '../engine/ops/channel-shuffle.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { inSequence, type Layer, type NetworkStage, throughStages } from './stages.ts';

const stemChannels = 24;
/** A unit's channels come in two halves. */
const halves = 2;
const initial = uniformFanIn;

/** The n-th pair of a 1x1 convolution and its batch norm. */
const pointwise = (parameters: Parameters, n: number, inputs: number, outputs: number): Layer =>
  normalisedConvolution(parameters, [`conv${n}`, `bn${n}`], { inputs, outputs, size: 1, initial });

/** The n-th pair of a depthwise 3x3 convolution and its batch norm. */
const depthwise = (parameters: Parameters, n: number, channels: number, stride: number): Layer =>
  normalisedConvolution(parameters, [`conv${n}`, `bn${n}`], {
    inputs: channels,
    outputs: channels,
    size: 3,
    stride,
    padding: 1,
    groups: channels,
    initial,
  });

/** Halves the map and widens it: both halves of the output are computed from the whole input. */
function stridedUnit(parameters: Parameters, inputs: number, outputs: number): Layer {
  const half = outputs / halves;
  const left = [depthwise(parameters, 1, inputs, 2), pointwise(parameters, 2, inputs, half)] as const;
  const right = [
    pointwise(parameters, 3, inputs, half),
    depthwise(parameters, 4, half, 2),
    pointwise(parameters, 5, half, half),
  ] as const;
  return (x, pass) => {
    const a = relu(left[1](left[0](x, pass), pass));
    const b = relu(right[2](right[1](relu(right[0](x, pass)), pass), pass));
    return channelShuffle(tf.concat([a, b], 3), halves);
  };
}

/** Keeps the first half of the channels and convolves the second. */
function unit(parameters: Parameters, channels: number): NetworkStage {
  const half = channels / halves;
  const first = pointwise(parameters, 1, half, half);
  const second = depthwise(parameters, 2, half, 1);
  const third = pointwise(parameters, 3, half, half);
  return (x, pass) => {
    const [kept, convolved] = tf.split(x, halves, 3) as [Tensor, Tensor];
    const last = third(second(relu(first(convolved, pass)), pass), pass);
    return {
      map: channelShuffle(tf.concat([kept, relu(last)], 3), halves),
      // The reference does not shuffle it.
      preactivation: tf.concat([kept, last], 3),
    };
  };
}

/**
 * ShuffleNet V2 (Ma et al. 2018) as the reference has it: the stem is a 1x1 convolution, weights keep PyTorch's default
 * initial values. A map is not the ReLU of its pre-activation, whose channels stand in another order.
 * @param channels of the stages and of the last convolution
 * @param units in each stage, behind the strided one
 */
function shuffleNetV2(
  channels: readonly [number, number, number, number],
  units: readonly number[],
  multiplyAccumulates: number,
): NetworkDefinition {
  const [, , , lastChannels] = channels;
  return {
    multiplyAccumulates,
    head: ['conv2', 'bn2', 'linear'],
    maps: (size) => [
      { channels: stemChannels, size },
      { channels: channels[0], size: Math.ceil(size / 2) },
      { channels: channels[1], size: Math.ceil(size / 4) },
      { channels: channels[2], size: Math.ceil(size / 8) },
    ],
    pooled: lastChannels,
    build(parameters, classes) {
      const stem = pointwise(parameters, 1, 3, stemChannels);
      let inputs = stemChannels;
      const stages = channels.slice(0, 3).map((outputs, stage): NetworkStage => {
        const layer = parameters.at(`layer${stage + 1}`);
        const halve = stridedUnit(layer.at(0), inputs, outputs);
        const others = inSequence(Array.from({ length: units[stage]! }, (_, i) => unit(layer.at(i + 1), outputs)));
        inputs = outputs;
        return (x, pass) => others(halve(x, pass), pass);
      });
      const top = pointwise(parameters, 2, inputs, lastChannels);
      const classifier = linearLayer(parameters.at('linear'), lastChannels, classes);
      return throughStages({
        stem: (images, pass) => relu(stem(images, pass)),
        stages,
        top: (x, pass) => relu(top(x, pass)),
        classifier,
      });
    },
  };
}

export const shuffleNetV2s = {
  ShuffleV2: shuffleNetV2([116, 232, 464, 1024], [3, 7, 3], 44_504_448),
};
