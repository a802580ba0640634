import { attribute, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/** 1 at each label of [batch] (integers), 0 elsewhere: [batch, classes]. */
export function oneHot(labels: Tensor, classes: number): Tensor {
  const attributes = [attribute.type('T'), attribute.type('TI', 'int32'), attribute.integer('axis', -1)];
  return kernel('OneHot', attributes, labels, tf.scalar(classes, 'int32'), tf.scalar(1), tf.scalar(0));
}
