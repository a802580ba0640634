import type { Scalar } from '@tensorflow/tfjs-node-gpu';
import { type Tensor, tf } from './tensorflow.ts';
import type { Variable } from './variable.ts';

/**
 * The value of a scalar loss and its gradient with respect to each variable, in their order; zeros where the loss does
 * not depend on one.
 * @param forward computes the loss, and what else of the forward pass the caller wants to have
 */
export function gradients(
  variables: readonly Variable[],
  forward: () => { loss: Tensor; outputs?: Record<string, Tensor> },
): { loss: Tensor; outputs: Record<string, Tensor>; gradients: Tensor[] } {
  let kept: Record<string, Tensor> = {};
  const { value, grads } = tf.engine().gradients(
    () => {
      const { loss, outputs = {} } = forward();
      // The tape's own scope would dispose of them; clones, because one may be the loss or a variable's value.
      kept = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tf.keep(tensor.clone())]));
      return loss as Scalar;
    },
    variables.map((variable) => variable.value),
    undefined,
    true,
  );
  // Clones belong to the scope around the step, which disposes of them.
  const outputs = Object.fromEntries(Object.entries(kept).map(([name, tensor]) => [name, tensor.clone()]));
  tf.dispose(kept);
  return {
    loss: value,
    outputs,
    gradients: variables.map((variable, i) => grads[i] ?? tf.zerosLike(variable.value)),
  };
}
