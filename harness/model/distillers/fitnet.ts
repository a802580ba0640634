import { z } from 'zod';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { convolutionalRegressor, regressorForm } from './modules/convolutional-regressor.ts';

/**
 * FitNets (Romero et al., ICLR 2015; row FitNet of the CRD paper's tables):
 *
 *     loss = mean((regressor(student's map) - teacher's map)^2)
 *
 * As the reference's code has it: the regressor, a convolution with batch norm and ReLU, is trained together with the
 * student, where that paper first trains it and the student's lower half alone; its ReLU cannot reach what is negative
 * in the maps of a WRN.
 */
export const fitnet = defineMethod({
  options: z.strictObject({
    name: z.literal('fitnet'),
    /** Which of the maps is the hint, counted from the stem's 0: 2 in the authors' code (hint_layer). */
    layer: z.int().min(0).default(2),
  }),

  unfit(student, teacher, { layer }) {
    for (const { name, maps } of [student, teacher]) {
      if (layer > maps.length - 1) return `${name} has no map ${layer}, only 0 to ${maps.length - 1}`;
    }
    const [from, to] = [student.maps[layer]!, teacher.maps[layer]!];
    if (regressorForm(from, to)) return undefined;
    return `no regressor leads from the student's ${from.size} pixels to the teacher's ${to.size} in map ${layer}`;
  },

  reads: 'maps',
  create({ options: { layer }, parameters, student, teacher }) {
    const regress = convolutionalRegressor(parameters.at('regress'), student.maps[layer]!, teacher.maps[layer]!);
    return {
      loss: ({ student, teacher }) => hint(regress(student.maps[layer]!), teacher.maps[layer]!),
    };
  },
});

/** A scalar; both have the same shape. */
export function hint(student: Tensor, teacher: Tensor): Tensor {
  return mean(tf.square(tf.sub(student, teacher)));
}
