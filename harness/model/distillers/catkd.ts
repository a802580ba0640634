import { z } from 'zod';
import { adaptiveAveragePool } from '../engine/ops/adaptive-pooling.ts';
import { matMul } from '../engine/ops/linear.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { hasLayersBehindMaps } from './layers-behind-maps.ts';
import { defineMethod } from './method.ts';

const transferSchema = z.strictObject({
  /** To how many positions, along either axis, maps are averaged: 2 or 4 in the authors' configurations (CAM_RESOLUTION). */
  size: z.int().positive().default(2),
  /** Do maps get the length 1 each? By pair in the authors' configurations (IF_NORMALIZE). */
  normalised: z.boolean().default(true),
  /** Is 1 or 0 all that a position of the teacher's map says: is it above the mean of its absolute values (IF_BINARIZE)? */
  binary: z.literal(true).optional(),
  /**
   * The classes that count in an image, by the teacher's logits: as in the authors' code, `classes` - 1 with `top`, and
   * `classes` + 1 with `bottom` (CAMs_Nums, Strategy). All by default.
   */
  only: z.strictObject({ which: z.enum(['top', 'bottom']), classes: z.int().min(2) }).optional(),
});
type Transfer = z.output<typeof transferSchema>;

/**
 * Class Attention Transfer (Guo et al., CVPR 2023; the authors' code: GzyAftermath/CAT-KD, commit 4467073, without a licence). A
 * class's map says how much each position of the last map speaks for the class: it is the classifier, applied to each position.
 *
 *     loss = mean((pooled student's maps - pooled teacher's maps)^2), each of length 1 if `normalised`
 *
 * The authors' networks have a classifier without a bias, in front of the average. Here it is the networks' own without its bias,
 * which gives the same maps; logits keep the bias. Rows take weights from 0.7 to 600, by pair. Networks with layers behind their
 * last map are not served.
 */
export const catkd = defineMethod({
  options: z.strictObject({ name: z.literal('catkd'), ...transferSchema.shape }),
  unfit: (student, teacher) => hasLayersBehindMaps(student) ?? hasLayersBehindMaps(teacher),
  reads: 'maps',
  create: ({ options, student: { classifier: ofStudent }, teacher: { classifier: ofTeacher } }) => ({
    loss: ({ student, teacher }) =>
      classAttention(
        classMaps(student.maps.at(-1)!, ofStudent[0].value),
        classMaps(teacher.maps.at(-1)!, ofTeacher[0].value),
        options,
      ),
  }),
});

/**
 * @param map [batch, height, width, channels]
 * @param weight of a classifier, [channels, classes]
 * @returns [batch, height, width, classes]
 */
export function classMaps(map: Tensor, weight: Tensor): Tensor {
  const [batch, height, width, channels] = map.shape as [number, number, number, number];
  return matMul(map.reshape([-1, channels]), weight).reshape([batch, height, width, -1]);
}

/** A scalar; both have a map for each class, [batch, height, width, classes]. */
export function classAttention(student: Tensor, teacher: Tensor, { size, normalised, binary, only }: Transfer): Tensor {
  const pooled = (maps: Tensor) => {
    const positions = adaptiveAveragePool(maps, size).reshape([maps.shape[0]!, size ** 2, -1]);
    return normalised ? normalise(positions, 1) : positions;
  };
  // A comparison has no gradient; the teacher needs none.
  const given = stopGradient(teacher);
  const target = binary ? aboveMean(given) : given;
  const errors = mean(tf.square(tf.sub(pooled(student), pooled(target))), [1]);
  if (!only) return mean(errors);
  const counted = countedClasses(globalAveragePool(given), only);
  return tf.div(sum(tf.mul(errors, counted)), sum(counted));
}

function aboveMean(maps: Tensor): Tensor {
  return tf.cast(tf.greater(maps, mean(tf.abs(maps), [1, 2], true)), 'float32');
}

/** 1 for each class that counts, else 0; both are [batch, classes]. */
function countedClasses(logits: Tensor, { which, classes }: NonNullable<Transfer['only']>): Tensor {
  const [batch, all] = logits.shape as [number, number];
  const greater = tf.greater(logits.reshape([batch, 1, all]), logits.reshape([batch, all, 1]));
  const above = sum(tf.cast(greater, 'float32'), [2]);
  const counts = which === 'top' ? tf.less(above, classes - 1) : tf.greaterEqual(above, all - 1 - classes);
  return tf.cast(counts, 'float32');
}
