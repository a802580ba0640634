import { attribute, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { sum } from './reduction.ts';

/** How many of the logits [batch, classes] are greatest at their label [batch] (integers): a float scalar. */
export function countCorrect(logits: Tensor, labels: Tensor): Tensor {
  return sum(tf.cast(tf.equal(greatest(logits), labels), 'float32'));
}

/** Which of the logits [batch, classes] is greatest, [batch] (integers). */
export function greatest(logits: Tensor): Tensor {
  const types = [attribute.type('T'), attribute.type('Tidx', 'int32'), attribute.type('output_type', 'int32')];
  return kernel('ArgMax', types, logits, tf.scalar(1, 'int32'));
}
