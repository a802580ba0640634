import { z } from 'zod';
import type { NetworkShape } from '../engine/network.ts';
import { matMulTransposed } from '../engine/ops/linear.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod, type Seen } from './method.ts';
import { linearEmbedding } from './modules/embedding.ts';

/**
 * CRD where images are few (the paper's section 4.2, from RGB to depth): the whole of an image as one network sees it is compared
 * with the positions of its map in the other one, as Deep InfoMax does within a network (Hjelm et al., ICLR 2019). The authors published
 * no code of it; this is our form of the paper's objective (modules/critic-objective.ts):
 *
 *     score(whole, position) = exp(whole . position / T) / Z
 *     loss = - mean over a batch's images and the P positions of a map:
 *            log(p / (p + N)) + sum over the N other images of the batch of log(N / (q + N))
 *
 * with p the score of a position of the same image and q that of one of another; both directions are added. The pooled vector and
 * each position of the last map are embedded by a linear layer of their own; from what it gives the mean over the batch is taken away
 * before it is divided by its length. There is no memory bank: a batch has N P negatives for an image already. So both sides of a
 * product are trained, and what all features have in common, as they come from ReLUs, would make training diverge.
 * Z is exp(1 / (2 d T^2)), to the second order the mean score of random directions in d dimensions: about what CRD's is, which its
 * first batch sets by banks of random rows.
 */
export const localCrd = defineMethod({
  options: z.strictObject({
    name: z.literal('local-crd'),
    /** Width of the embedding in which wholes and positions are compared: CRD's. */
    dimension: z.int().positive().default(128),
    /** Temperature of the scores: CRD's. */
    temperature: z.number().positive().default(0.07),
  }),

  reads: 'maps',
  create({ options: { dimension, temperature }, parameters, student, teacher }) {
    const embed = ({ maps, pooled }: NetworkShape, of: 's' | 't') => {
      const embedWhole = centredEmbedding(parameters.at(`embed_${of}`), pooled, dimension);
      const { channels } = maps.at(-1)!;
      const embedPositions = centredEmbedding(parameters.at(`places_${of}`), channels, dimension);
      return {
        whole: ({ pooled }: Seen<'maps'>) => embedWhole(pooled),
        positions: ({ maps }: Seen<'maps'>) => embedPositions(maps.at(-1)!.reshape([-1, channels])),
      };
    };
    const ofStudent = embed(student, 's');
    const ofTeacher = embed(teacher, 't');
    return {
      loss: ({ student, teacher }) =>
        tf.add(
          wholesAgainstPositions(ofStudent.whole(student), ofTeacher.positions(teacher), temperature),
          wholesAgainstPositions(ofTeacher.whole(teacher), ofStudent.positions(student), temperature),
        ),
    };
  },
});

/** A linear layer of vectors [count, inputs], without what they have in common, then divided by their lengths. */
function centredEmbedding(parameters: Parameters, inputs: number, outputs: number): (x: Tensor) => Tensor {
  const embed = linearEmbedding(parameters, inputs, outputs);
  return (x) => {
    const y = embed(x);
    return normalise(tf.sub(y, mean(y, [0], true)), 1);
  };
}

/** The loss of one direction, from embedded wholes [batch, dimension] and positions [batch x positions, dimension]. */
function wholesAgainstPositions(wholes: Tensor, positions: Tensor, temperature: number): Tensor {
  const [batch, dimension] = wholes.shape as [number, number];
  const logNormaliser = 1 / (2 * dimension * temperature ** 2);
  const products = matMulTransposed(wholes, positions);
  const scores = tf.exp(tf.sub(tf.div(products, temperature), logNormaliser)).reshape([batch, batch, -1]);
  // A batch of one image has no negatives.
  const negatives = Math.max(batch - 1, 1);
  const isOwn = tf.eye(batch).reshape([batch, batch, 1]);
  const losses = tf.add(
    tf.mul(isOwn, tf.log1p(tf.div(negatives, scores))),
    tf.mul(tf.sub(1, isOwn), tf.log1p(tf.div(scores, negatives))),
  );
  return mean(sum(losses, [1]));
}
