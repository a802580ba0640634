import { attribute, differentiable, kernel, kernels } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { mean, sum } from './reduction.ts';

/** Softmax over the classes; x is [batch, classes]. */
export function softmax(x: Tensor): Tensor {
  return differentiable(
    [x],
    (x) => {
      const value = kernel('Softmax', [attribute.type('T')], x!);
      return { value, saved: [value] };
    },
    (dy, [value]) => tf.mul(value!, tf.sub(dy, sum(tf.mul(dy, value!), [1], true))),
  );
}

/** Logarithm of the softmax over the classes; x is [batch, classes]. */
export function logSoftmax(x: Tensor): Tensor {
  return differentiable(
    [x],
    (x) => {
      const value = kernel('LogSoftmax', [attribute.type('T')], x!);
      return { value, saved: [value] };
    },
    (dy, [value]) => tf.sub(dy, tf.mul(tf.exp(value!), sum(dy, [1], true))),
  );
}

/** Cross entropy of each of logits [batch, classes] against its label of [batch] (integers): [batch]. */
export function crossEntropies(logits: Tensor, labels: Tensor): Tensor {
  return differentiable(
    [logits],
    (logits) => {
      const types = [attribute.type('T'), attribute.type('Tlabels', 'int32')];
      const [value, gradient] = kernels('SparseSoftmaxCrossEntropyWithLogits', 2, types, logits!, labels);
      return { value: value!, saved: [gradient!] };
    },
    (dy, [gradient]) => tf.mul(gradient!, dy.reshape([-1, 1])),
  );
}

/** Mean cross entropy of logits [batch, classes] against labels [batch] (integers), a scalar. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return mean(crossEntropies(logits, labels));
}

/** The same over those labels alone that are known: -1 marks one that is not. 0 where none is. */
export function crossEntropyOfKnown(logits: Tensor, labels: Tensor): Tensor {
  const known = isKnown(labels);
  const each = crossEntropies(logits, tf.maximum(labels, tf.scalar(0, 'int32')));
  return tf.div(sum(tf.mul(each, known)), tf.maximum(sum(known), 1));
}

/** 1 where a label is known, 0 where it is -1; without a gradient. */
export function isKnown(labels: Tensor): Tensor {
  return tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32');
}
