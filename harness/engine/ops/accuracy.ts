import { attribute, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { sum } from './reduction.ts';

/** How many of the logits [batch, classes] are greatest at their label [batch] (integers): a float scalar. */
export function countCorrect(logits: Tensor, labels: Tensor): Tensor {
  const types = [attribute.type('T'), attribute.type('Tidx', 'int32'), attribute.type('output_type', 'int32')];
  const predictions = kernel('ArgMax', types, logits, tf.scalar(1, 'int32'));
  return sum(tf.cast(tf.equal(predictions, labels), 'float32'));
}
