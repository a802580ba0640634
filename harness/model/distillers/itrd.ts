import { z } from 'zod';
import { matMulTransposed } from '../engine/ops/linear.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod, type MethodContext } from './method.ts';
import { linearEmbedding } from './modules/embedding.ts';

/**
 * Information-Theoretic Representation Distillation (Miles et al., BMVC 2022; the authors' code: roymiles/ITRD, commit 5d08c6b,
 * no licence; only its numbers are used here), on pooled vectors of which the student's is embedded by a linear layer:
 *
 *     c_j = mean over the batch of s_j t_j, both standardised over the batch
 *     correlation = log2 of the sum over j of |c_j - 1|^(2 order)
 *     G_S, G_T = Gram matrices of a batch's vectors of length 1, G_ST = their product element by element; each over its trace
 *     mutual = sum of G_S^2 - sum of G_ST^2
 *     loss = correlation weight * correlation + mutual weight * mutual
 *
 * As in the code, vectors are standardised by the deviation of a sample (batch - 1), so that c_j never reaches 1; `mutual` embeds
 * the student only where the two lengths differ, `correlation` always; and it has no logarithms. A feature that is the same for a
 * whole batch makes the code's loss NaN; here it correlates with nothing.
 */
export const itrd = defineMethod({
  options: z.strictObject({
    name: z.literal('itrd'),
    /** Weight of the correlation: 2 in the authors' code (lambda_corr). */
    correlation: z.number().min(0).default(2),
    /** Weight of the mutual information: 0.05 in the authors' code (lambda_mutual); 1 in its example for wrn_40_2/wrn_16_2. */
    mutual: z.number().min(0).default(0.05),
    /** 1.5 in the authors' code (alpha_it); 1.01 in that example. */
    order: z.number().positive().default(1.5),
  }),
  reads: 'pooled vector',
  create({ options, ...context }) {
    const transfer = informationTransfer(context, options.order);
    return {
      loss({ student, teacher }) {
        const { correlation, mutual } = transfer(student.pooled, teacher.pooled);
        return tf.add(tf.mul(correlation, options.correlation), tf.mul(mutual, options.mutual));
      },
    };
  },
});

/** Both parts without weights, scalars, of pooled vectors [batch, values]. */
export function informationTransfer(
  { parameters, student, teacher }: Pick<MethodContext, 'parameters' | 'student' | 'teacher'>,
  order: number,
) {
  const embed = linearEmbedding(parameters.at('embed'), student.pooled, teacher.pooled);
  return (ofStudent: Tensor, ofTeacher: Tensor) => {
    const embedded = embed(ofStudent);
    return {
      correlation: correlationLoss(embedded, ofTeacher, order),
      mutual: mutualLoss(student.pooled === teacher.pooled ? ofStudent : embedded, ofTeacher),
    };
  };
}

function correlationLoss(student: Tensor, teacher: Tensor, order: number): Tensor {
  const correlations = mean(tf.mul(standardised(student), standardised(teacher)), [0]);
  const powers = tf.exp(tf.mul(tf.log(tf.square(tf.sub(correlations, 1))), order));
  return tf.div(tf.log(sum(powers)), Math.LN2);
}

/** Each feature minus its mean, over its deviation, in the batch. */
function standardised(x: Tensor): Tensor {
  const centred = tf.sub(x, mean(x, [0], true));
  const variance = tf.div(sum(tf.square(centred), [0], true), x.shape[0]! - 1);
  // Greater than 0, so that a constant feature is 0 and has no gradient.
  return tf.div(centred, tf.sqrt(tf.maximum(variance, 1e-30)));
}

function mutualLoss(student: Tensor, teacher: Tensor): Tensor {
  const [ofStudent, ofTeacher] = [student, teacher].map((x) => {
    const directions = normalise(x, 1);
    return matMulTransposed(directions, directions);
  });
  // Each has 1 on its diagonal.
  const squares = (gram: Tensor) => tf.div(sum(tf.square(gram)), gram.shape[0]! ** 2);
  return tf.sub(squares(ofStudent!), squares(tf.mul(ofStudent!, ofTeacher!)));
}
