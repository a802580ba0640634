import { z } from 'zod';
import { matMulTransposed } from '../engine/ops/linear.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { normalisedEmbedding } from './modules/embedding.ts';
import { firstValue } from './modules/first-value.ts';

/**
 * CRD where images are few (the paper's section 4.2, from RGB to depth): the whole of an image as one network sees it is compared
 * with the places of its map in the other one, as Deep InfoMax does within a network (Hjelm et al., ICLR 2019). The authors published
 * no code of it; this is our form of the paper's objective (modules/critic-objective.ts):
 *
 *     score(whole, place) = exp(whole . place / T) / Z
 *     loss = - mean over a batch's images and the P places of a map:
 *            log(p / (p + N)) + sum over the N other images of the batch of log(N / (q + N))
 *
 * with p the score of a place of the same image and q that of one of another; both directions are added. The pooled vector and
 * each place of the last map are embedded by a linear layer of their own. Z of a direction is set once, by the first batch, to its
 * mean score. There is no memory bank: a batch has N P negatives for an image already.
 */
export const localCrd = defineMethod({
  options: z.strictObject({
    name: z.literal('local-crd'),
    /** Width of the embedding in which wholes and places are compared: CRD's. */
    dimension: z.int().positive().default(128),
    /** Temperature of the scores: CRD's. */
    temperature: z.number().positive().default(0.07),
  }),

  create({ options: { dimension, temperature }, parameters, student, teacher }) {
    const embed = ({ features }: typeof student, of: 's' | 't') => {
      const embedWhole = normalisedEmbedding(parameters.at(`embed_${of}`), features.at(-1)!.channels, dimension);
      const channels = features.at(-2)!.channels;
      const embedPlaces = normalisedEmbedding(parameters.at(`places_${of}`), channels, dimension);
      return {
        whole: (features: Tensor[]) => embedWhole(features.at(-1)!),
        places: (features: Tensor[]) => embedPlaces(features.at(-2)!.reshape([-1, channels])),
      };
    };
    const ofStudent = embed(student, 's');
    const ofTeacher = embed(teacher, 't');
    const fromStudent = wholeAgainstPlaces(parameters, 'v1', temperature);
    const fromTeacher = wholeAgainstPlaces(parameters, 'v2', temperature);
    return {
      loss: ({ student: { features: seen }, teacher: { features: taught } }) =>
        tf.add(
          fromStudent(ofStudent.whole(seen), ofTeacher.places(taught)),
          fromTeacher(ofTeacher.whole(taught), ofStudent.places(seen)),
        ),
    };
  },
});

/** The loss of one direction, from embedded wholes [batch, dimension] and places [batch x places, dimension]. */
function wholeAgainstPlaces(parameters: Parameters, direction: string, temperature: number) {
  const normaliser = firstValue(parameters, `normaliser_${direction}`);
  return (wholes: Tensor, places: Tensor): Tensor => {
    const batch = wholes.shape[0]!;
    const exponentials = tf.exp(tf.div(matMulTransposed(wholes, places), temperature));
    const scores = tf.div(exponentials, normaliser(mean(exponentials))).reshape([batch, batch, -1]);
    // A batch of one image has no negatives.
    const negatives = Math.max(batch - 1, 1);
    const isOwn = tf.eye(batch).reshape([batch, batch, 1]);
    const losses = tf.add(
      tf.mul(isOwn, tf.log1p(tf.div(negatives, scores))),
      tf.mul(tf.sub(1, isOwn), tf.log1p(tf.div(scores, negatives))),
    );
    return mean(sum(losses, [1]));
  };
}
