import { z } from 'zod';
import { absolute } from '../engine/ops/absolute.ts';
import { batchMatMulTransposed } from '../engine/ops/batch-mat-mul.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/**
 * Relational Knowledge Distillation (Park et al., CVPR 2019; row RKD of the CRD paper's tables):
 *
 *     distance(i, j) = |x_i - x_j| / the mean of all distances that are not 0
 *     angle(i, j, k) = cosine between x_j - x_i and x_k - x_i
 *     loss = distance weight * smoothL1(distances) + angle weight * smoothL1(angles)
 *
 * between student and teacher, over the pooled vectors of a batch; smooth L1 is h (|d| - h / 2) with h = min(|d|, 1),
 * averaged over all pairs or triples. As the reference's code has it: pairs of an image with itself and triples with two
 * equal images are in both averages; squared distances are at least 1e-12, and have no gradient there.
 */
export const rkd = defineMethod({
  options: z.strictObject({
    name: z.literal('rkd'),
    /** Weight of the distances: 25 in the authors' code (w_d). */
    distance: z.number().min(0).default(25),
    /** Weight of the angles: 50 in the authors' code (w_a). */
    angle: z.number().min(0).default(50),
  }),
  reads: 'pooled vector',
  create: ({ options }) => ({
    loss: ({ student, teacher }) => relationalLosses(student.pooled, teacher.pooled, options),
  }),
});

/** A scalar; both are [batch, ...], whose other axes may differ. */
export function relationalLosses(
  student: Tensor,
  teacher: Tensor,
  weights: { distance: number; angle: number },
): Tensor {
  const [ofStudent, ofTeacher] = [differences(student), differences(teacher)];
  return tf.add(
    tf.mul(smoothL1(distances(ofStudent), distances(ofTeacher)), weights.distance),
    tf.mul(smoothL1(angles(ofStudent), angles(ofTeacher)), weights.angle),
  );
}

/** x_j - x_i at [i, j], for all images of a batch: [batch, batch, values]. */
function differences(x: Tensor): Tensor {
  const [batch, values] = [x.shape[0]!, x.size / x.shape[0]!];
  return tf.sub(x.reshape([1, batch, values]), x.reshape([batch, 1, values]));
}

/** [batch, batch], divided by their mean. */
function distances(differences: Tensor): Tensor {
  const batch = differences.shape[0]!;
  // An image has the distance 0 from itself, below the least one.
  const others = tf.sub(1, tf.eye(batch));
  const lengths = tf.mul(tf.sqrt(tf.maximum(sum(tf.square(differences), [2]), 1e-12)), others);
  return tf.div(lengths, tf.div(sum(lengths), batch * (batch - 1)));
}

/** Cosines [batch, batch, batch]; those with a difference of 0 are 0. */
function angles(differences: Tensor): Tensor {
  const directions = normalise(differences, 2);
  return batchMatMulTransposed(directions, directions);
}

function smoothL1(student: Tensor, teacher: Tensor): Tensor {
  const distance = absolute(tf.sub(student, teacher));
  const small = tf.minimum(distance, 1);
  return mean(tf.mul(small, tf.sub(distance, tf.mul(small, 0.5))));
}
