import { exitCode, Problem } from '../../../base/problem.ts';
import { linearLayer } from '../../engine/layers/linear.ts';
import { relu } from '../../engine/ops/activation.ts';
import { matMulTransposed } from '../../engine/ops/linear.ts';
import { normaliseRows } from '../../engine/ops/normalise.ts';
import { sum } from '../../engine/ops/reduction.ts';
import { softmax } from '../../engine/ops/softmax.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

export interface LayerAttentionOptions {
  /** How many layers student and teacher have. */
  students: number;
  teachers: number;
  /** Images in a batch. */
  batch: number;
  /** What products of queries and keys are divided by. */
  temperature: number;
}

/**
 * SemCKD's attention: how much of each of the teacher's layers is for each of the student's, image by image. A layer's
 * outputs give how similar each image is to every other of the batch; student's layers make queries of that, teacher's make keys.
 * @returns a function to [batch, teachers] for each of the student's layers
 */
export function layerAttention(
  parameters: Parameters,
  { students, teachers, batch, temperature }: LayerAttentionOptions,
): (students: readonly Tensor[], teachers: readonly Tensor[]) => Tensor[] {
  const embeddings = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => embedding(parameters.at(`${name}${i}`), batch));
  const [queries, keys] = [embeddings('query_weight', students), embeddings('key_weight', teachers)];
  return (ofStudents, ofTeachers) => {
    const keysOf = ofTeachers.map((map, i) => keys[i]!(similarities(map, batch)));
    return ofStudents.map((map, i) => {
      const query = queries[i]!(similarities(map, batch));
      const products = keysOf.map((key) => sum(tf.mul(query, key), [1], true));
      return softmax(tf.div(tf.concat(products, 1), temperature));
    });
  };
}

/** [images, batch] to vectors of length 1, [images, batch / 4]. */
function embedding(parameters: Parameters, batch: number): (x: Tensor) => Tensor {
  const width = Math.max(1, Math.trunc(batch / 4));
  const first = linearLayer(parameters.at('linear1'), batch, 2 * width);
  const second = linearLayer(parameters.at('linear2'), 2 * width, width);
  return (x) => normaliseRows(second(relu(first(x))));
}

/**
 * The products of an image's map with each image's, [images, batch]; 0 for the images that a short batch lacks.
 * @throws Problem where there are more images than a batch has
 */
function similarities(map: Tensor, batch: number): Tensor {
  const images = map.shape[0]!;
  if (images > batch) {
    throw new Problem(
      `SemCKD is made for batches of ${batch} images, and this one has ${images}`,
      "Set the method's option batch to the recipe's batch",
      exitCode.configuration,
    );
  }
  const flat = map.reshape([images, -1]);
  const products = matMulTransposed(flat, flat);
  return images < batch ? tf.concat([products, tf.zeros([images, batch - images])], 1) : products;
}
