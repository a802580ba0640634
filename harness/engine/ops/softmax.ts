import { attribute, differentiable, kernel, kernels } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { mean, sum } from './reduction.ts';

/** Softmax over the classes, without a gradient: for the side that is not trained. x is [batch, classes]. */
export function softmax(x: Tensor): Tensor {
  return kernel('Softmax', [attribute.type('T')], x);
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

/** Mean cross entropy of logits [batch, classes] against labels [batch] (integers), a scalar. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const each = differentiable(
    [logits],
    (logits) => {
      const types = [attribute.type('T'), attribute.type('Tlabels', 'int32')];
      const [value, gradient] = kernels('SparseSoftmaxCrossEntropyWithLogits', 2, types, logits!, labels);
      return { value: value!, saved: [gradient!] };
    },
    (dy, [gradient]) => tf.mul(gradient!, dy.reshape([-1, 1])),
  );
  return mean(each);
}
