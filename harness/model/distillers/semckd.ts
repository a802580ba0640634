import { z } from 'zod';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { atSameHeight, middleMaps, total } from './layers.ts';
import { defineMethod } from './method.ts';
import { bottleneck } from './modules/bottleneck.ts';
import { layerAttention } from './modules/layer-attention.ts';

/**
 * Cross-Layer Distillation with Semantic Calibration (Chen et al., AAAI 2021; the authors' code: DefangChen/SemCKD, commit
 * ebe5db1, without a licence). Each of the student's maps learns from all of the teacher's, weighted by an attention that is
 * learned too (modules/layer-attention.ts), each through a projector of its own (modules/bottleneck.ts):
 *
 *     loss = sum over student's s and teacher's t of mean over images of
 *              attention[image, s, t] * mean((projector(s) - t)^2 of that image) / number of student's maps
 *
 * The larger of two maps is average-pooled to the other's size. Layers of the attention have an input for each image of a batch:
 * the code skips batches that are shorter, here the images that they lack are similar to none. DefangChen/SimKD has the same with
 * a temperature. Rows take the weight 400, cross entropy and KD.
 */
export const semckd = defineMethod({
  options: z.strictObject({
    name: z.literal('semckd'),
    /** Images in a batch, the recipe's: 64 in the authors' code. */
    batch: z.int().positive().default(64),
    /** Of the attention: 1 in DefangChen/SimKD (soft); the authors' code has none. */
    temperature: z.number().positive().default(1),
  }),
  reads: 'maps',
  batch: ({ batch }) => batch,
  create({ options, parameters, student, teacher }) {
    const [ofStudent, ofTeacher] = [middleMaps(student.maps), middleMaps(teacher.maps)];
    const attend = layerAttention(parameters, {
      ...options,
      ...{ students: ofStudent.length, teachers: ofTeacher.length },
    });
    const projectors = ofStudent.map((from, s) =>
      ofTeacher.map(({ channels }, t) =>
        bottleneck(parameters.at(`regressor${s}${t}`).at('regressor'), {
          ...{ widths: [from.channels, 2 * channels, channels], activated: false },
        }),
      ),
    );
    return {
      loss({ student, teacher }) {
        const [students, teachers] = [middleMaps(student.maps), middleMaps(teacher.maps)];
        const errors = students.map((map, s) =>
          tf.concat(
            teachers.map((target, t) => errorsOf(map, target, (map) => projectors[s]![t]!(map, 'training'))),
            1,
          ),
        );
        return calibrated(attend(students, teachers), errors);
      },
    };
  },
});

/** The mean squared error of each image, [batch, 1]. */
function errorsOf(student: Tensor, teacher: Tensor, project: (map: Tensor) => Tensor): Tensor {
  const [source, target] = atSameHeight(student, teacher);
  const squares = tf.square(tf.sub(project(source), target));
  return mean(squares, [1, 2, 3]).reshape([-1, 1]);
}

/** Both have for each of the student's maps [batch, teacher's maps]. */
function calibrated(attention: readonly Tensor[], errors: readonly Tensor[]): Tensor {
  const each = attention.map((weights, s) => mean(sum(tf.mul(weights, errors[s]!), [1])));
  return tf.div(total(each), each.length);
}
