import type { Scalar } from '@tensorflow/tfjs-node-gpu';
import { type Tensor, tf } from './tensorflow.ts';
import type { Variable } from './variable.ts';

/** One forward pass: a scalar loss, and what else of it the caller wants to have. */
export interface ForwardPass {
  loss: Tensor;
  outputs?: Record<string, Tensor>;
}

/**
 * The value of a scalar loss and its gradient with respect to each variable, in their order; zeros where the loss does
 * not depend on one.
 * @param forward computes the loss, and what else of the forward pass the caller wants to have
 */
export function gradients(
  variables: readonly Variable[],
  forward: () => ForwardPass,
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

/**
 * The gradients of several terms of a loss, scalars of one forward pass, each by a backward pass of its own; undefined where a term
 * does not depend on a variable.
 * @param forward computes the loss, its terms, and what else of the forward pass the caller wants to have
 */
export function gradientsOfTerms(
  variables: readonly Variable[],
  forward: () => ForwardPass & { terms: readonly Tensor[] },
): Required<ForwardPass> & { gradients: (Tensor | undefined)[][] } {
  const engine = tf.engine();
  const values = variables.map(({ value }) => value);
  const kept: Tensor[] = [];
  // The tape's own scope would dispose of it; the scope around the step disposes of its clone.
  const keep = (tensor: Tensor) => {
    kept.push(tf.keep(tensor.clone()));
    return kept.length - 1;
  };
  let loss = 0;
  let outputs: [string, number][] = [];
  let gradients: (number | undefined)[][] = [];
  engine.gradients(
    () => {
      const pass = forward();
      loss = keep(pass.loss);
      outputs = Object.entries(pass.outputs ?? {}).map(([name, tensor]) => [name, keep(tensor)]);
      // Within the outer pass, whose tape has the whole forward pass and is thrown away at its end.
      gradients = pass.terms.map((term) => {
        const { grads } = engine.gradients(() => term as Scalar, values, undefined, true);
        return grads.map((gradient: Tensor | undefined) => gradient && keep(gradient));
      });
      return tf.scalar(0);
    },
    values,
    undefined,
    true,
  );
  const clones = kept.map((tensor) => tensor.clone());
  tf.dispose(kept);
  return {
    loss: clones[loss]!,
    outputs: Object.fromEntries(outputs.map(([name, index]) => [name, clones[index]!])),
    gradients: gradients.map((each) => each.map((index) => (index === undefined ? undefined : clones[index]))),
  };
}
