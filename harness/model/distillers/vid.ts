import { z } from 'zod';
import { constant, uniformFanIn } from '../engine/initial.ts';
import { type Convolution, convolutionLayer } from '../engine/layers/convolution.ts';
import { relu } from '../engine/ops/activation.ts';
import { mean } from '../engine/ops/reduction.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { atSameHeight, layerByLayer, middleMaps, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';

/** What a predicted variance is at least, as in the reference's code. */
const epsilon = 1e-5;

/**
 * Variational Information Distillation (Ahn et al., CVPR 2019; row VID of the CRD paper's tables): the teacher's map is
 * predicted from the student's, with a variance for each channel:
 *
 *     variance = log(1 + exp(scale)) + eps
 *     loss = sum over layers of mean of ((prediction - teacher's map)^2 / variance + log(variance)) / 2
 *
 * As the reference's code has it: the larger map is average-pooled before the prediction, which is made by three 1x1
 * convolutions without biases, as wide as the teacher's map; the constant log(2 pi) is left out.
 */
export const vid = defineMethod({
  options: z.strictObject({
    name: z.literal('vid'),
    /** The variance that it begins with: 5 in the authors' code (init_pred_var). */
    variance: z.number().gt(epsilon).default(5),
  }),
  unfit: unequalLists,
  reads: 'maps',
  create({ options: { variance }, parameters, student, teacher }) {
    const widths = middleMaps(student.maps).map(
      ({ channels }, layer) => [channels, teacher.maps[1 + layer]!.channels] as const,
    );
    const transfer = variationalTransfer(parameters, widths, variance);
    return {
      loss: ({ student, teacher }) => total(transfer(middleMaps(student.maps), middleMaps(teacher.maps))),
    };
  },
});

/**
 * @param widths for each layer the channels of the student's map and of the teacher's
 * @param variance that it begins with
 * @returns a function to one scalar for each pair of maps [batch, height, width, channels]
 */
export function variationalTransfer(
  parameters: Parameters,
  widths: readonly (readonly [student: number, teacher: number])[],
  variance: number,
): (students: readonly Tensor[], teachers: readonly Tensor[]) => Tensor[] {
  const layers = widths.map(([inputs, outputs], layer) => ({
    predict: prediction(parameters.at(layer).at('regressor'), inputs, outputs),
    scale: parameters.at(layer).add('log_scale', {
      torchShape: [outputs],
      initial: constant(Math.log(Math.exp(variance - epsilon) - 1)),
    }),
  }));
  return (students, teachers) =>
    layerByLayer(students, teachers, (student, teacher, layer) => {
      const [input, target] = atSameHeight(student, teacher);
      const { predict, scale } = layers[layer]!;
      const variance = tf.add(tf.softplus(scale.value), epsilon);
      const error = tf.div(tf.square(tf.sub(predict(input), target)), variance);
      // The logarithm is the same for all images and positions.
      return tf.mul(tf.add(mean(error), mean(tf.log(variance))), 0.5);
    });
}

function prediction(parameters: Parameters, inputs: number, outputs: number): (x: Tensor) => Tensor {
  // In PyTorch's Sequential the ReLUs have the odd numbers.
  const [first, second, third] = [inputs, outputs, outputs].map((inputs, i) =>
    convolutionLayer(parameters.at(2 * i), { inputs, outputs, size: 1, initial: uniformFanIn }),
  ) as [Convolution, Convolution, Convolution];
  return (x) => third(relu(second(relu(first(x)))));
}
