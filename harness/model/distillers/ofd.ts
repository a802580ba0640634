import { z } from 'zod';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import type { MapShape } from '../engine/network.ts';
import { adaptiveAveragePool } from '../engine/ops/adaptive-pooling.ts';
import { sum } from '../engine/ops/reduction.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { middleMaps, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';
import { negativeMean } from './modules/negative-mean.ts';

/**
 * A Comprehensive Overhaul of Feature Distillation (Heo et al., ICCV 2019; the authors' code: clovaai/overhaul-distillation, commit
 * 76344a8, MIT; the same numbers in megvii-research/mdistiller, commit a08d46f, MIT). Over pre-activations, the student's after a
 * 1x1 convolution with batch norm, with max(teacher, margin) as the target:
 *
 *     margin of a channel = mean of what is below 0 in the output of the teacher's batch norm (modules/negative-mean.ts)
 *     loss = sum over layers i of n: 2^(i - n + 1) * sum((student - target)^2 where student > target or teacher > 0) / batch
 *
 * As in mdistiller, the teacher's map is average-pooled to the student's size. Where a teacher adds a shortcut behind the batch norm, the
 * margin leaves it out, as both codes do. Both keep the teacher in training mode, so that it uses each batch's statistics; here it is
 * frozen. For pre-activations a WRN runs three batch norms twice, and in training a student's running statistics then move twice.
 * The authors train otherwise than CRD's recipe: 200 epochs, batches of 128, a rate of 0.1, Nesterov's momentum.
 */
export const ofd = defineMethod({
  options: z.strictObject({ name: z.literal('ofd') }),
  unfit(student, teacher) {
    if (teacher.hasNorms) return unequalLists(student, teacher);
    return `${teacher.name} has pre-activations without a batch norm in front of them`;
  },
  reads: 'maps',
  alsoReads: ['preactivations'],
  create({ parameters, student, teacher }) {
    const connect = ofdConnectors(parameters, middleMaps(student.maps), middleMaps(teacher.maps));
    return {
      loss({ student, teacher: { preactivations } }) {
        const margins = teacher.norms.map(({ weight, bias }) => negativeMean(weight.value, bias.value));
        return total(overhaul(connect(middleMaps(student.preactivations)), middleMaps(preactivations), margins));
      },
    };
  },
});

/** From the student's pre-activations to as many channels as the teacher's have. */
export function ofdConnectors(
  parameters: Parameters,
  students: readonly MapShape[],
  teachers: readonly MapShape[],
): (maps: readonly Tensor[]) => Tensor[] {
  const each = students.map(({ channels: inputs }, layer) =>
    normalisedConvolution(parameters.at('Connectors').at(layer), [0, 1], {
      ...{ inputs, outputs: teachers[layer]!.channels, size: 1 },
    }),
  );
  return (maps) => maps.map((map, layer) => each[layer]!(map, 'training'));
}

/**
 * One scalar for each layer.
 * @param students [batch, height, width, channels] each, as `teachers` but for their sizes
 * @param margins [channels] each
 */
export function overhaul(
  students: readonly Tensor[],
  teachers: readonly Tensor[],
  margins: readonly Tensor[],
): Tensor[] {
  return students.map((student, layer) => {
    const [batch, size] = student.shape as [number, number];
    const teacher = adaptiveAveragePool(teachers[layer]!, size);
    const difference = tf.sub(student, tf.maximum(teacher, margins[layer]!));
    const counts = tf.maximum(isPositive(difference), isPositive(teacher));
    const weight = 2 ** (layer - students.length + 1);
    return tf.mul(sum(tf.mul(tf.square(difference), counts)), weight / batch);
  });
}

/** 1 where it is, else 0. */
const isPositive = (x: Tensor): Tensor => tf.cast(tf.greater(stopGradient(x), 0), 'float32');
