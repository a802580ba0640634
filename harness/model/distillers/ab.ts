import { z } from 'zod';
import { relu } from '../engine/ops/activation.ts';
import { sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { firstStage } from './first-stage.ts';
import { layerByLayer, middleMaps, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';
import { connectors } from './modules/connectors.ts';
import { regressorForm } from './modules/convolutional-regressor.ts';

/**
 * Activation Boundaries (Heo et al., AAAI 2019; row AB of the CRD paper's tables): before its own training, the student
 * learns on which side of zero the teacher's neurons are. Over pre-activations, with the sign +1 where the teacher's is
 * above 0 and -1 elsewhere:
 *
 *     loss = sum over layers i of n: 2^(i - n + 1) * 3/1000 * sum(relu(margin - sign * connector(student))^2) / batch
 *
 * As the reference's code has it: the connectors are trained in that stage with the student's feature modules, and serve
 * no longer; the main stage has no loss of this method but asks for pre-activations too, for which a WRN runs three batch
 * norms twice.
 */
export const ab = defineMethod({
  options: z.strictObject({
    name: z.literal('ab'),
    /** How far from zero the student is to be: 1 in the authors' code (margin). */
    margin: z.number().positive().default(1),
    firstStage: z.strictObject(firstStage).prefault({}),
  }),

  unfit(student, teacher) {
    const lists = unequalLists(student, teacher);
    if (lists) return lists;
    const middle = middleMaps(student.maps);
    const layer = middle.findIndex((from, i) => !regressorForm(from, teacher.maps[1 + i]!));
    if (layer < 0) return undefined;
    const sizes = [middle[layer]!.size, teacher.maps[1 + layer]!.size];
    return `no regressor leads from the student's ${sizes[0]} pixels to the teacher's ${sizes[1]} in map ${1 + layer}`;
  },

  reads: 'nothing',
  alsoReads: ['preactivations'],
  firstStage: 'firstStage',
  create({ options: { margin }, parameters, student, teacher }) {
    const { variables } = parameters;
    const others = variables.length;
    const connect = connectors(parameters.at('connector'), middleMaps(student.maps), middleMaps(teacher.maps));
    return {
      firstStage: {
        trainsStudent: true,
        variables: variables.slice(others).filter(({ trainable }) => trainable),
        loss: ({ student, teacher }) =>
          total(
            activationBoundaries(
              connect(middleMaps(student.preactivations)),
              middleMaps(teacher.preactivations),
              margin,
            ),
          ),
      },
    };
  },
});

/** One scalar for each pair of pre-activations, of the same shape [batch, ...] each. */
export function activationBoundaries(
  students: readonly Tensor[],
  teachers: readonly Tensor[],
  margin: number,
): Tensor[] {
  return layerByLayer(students, teachers, (student, teacher, layer) => {
    const sign = tf.sub(tf.mul(tf.cast(tf.greater(teacher, 0), 'float32'), 2), 1);
    const wrong = relu(tf.sub(margin, tf.mul(sign, student)));
    const weight = 2 ** (layer - students.length + 1) * (3 / 1000);
    return tf.mul(sum(tf.square(wrong)), weight / student.shape[0]!);
  });
}
