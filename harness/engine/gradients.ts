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
 * The gradients of several scalar losses of one forward pass, each by a backward pass of its own; undefined where a loss does not
 * depend on a variable.
 * @param forward computes the losses, and what else of the forward pass the caller wants to have
 */
export function gradientsOfEach(
  variables: readonly Variable[],
  forward: () => { losses: readonly Tensor[]; outputs: Record<string, Tensor> },
): { outputs: Record<string, Tensor>; gradients: (Tensor | undefined)[][] } {
  const engine = tf.engine();
  const values = variables.map(({ value }) => value);
  const kept: Tensor[] = [];
  // The tape's own scope would dispose of it; the scope around the step disposes of its clone.
  const keep = (tensor: Tensor) => kept.push(tf.keep(tensor.clone())) - 1;
  let places: { outputs: [string, number][]; gradients: (number | undefined)[][] } = { outputs: [], gradients: [] };
  engine.gradients(
    () => {
      const { losses, outputs } = forward();
      places = {
        outputs: Object.entries(outputs).map(([name, tensor]) => [name, keep(tensor)]),
        // Within the outer pass, whose tape has the whole forward pass and is thrown away at its end.
        gradients: losses.map((loss) =>
          engine
            .gradients(() => loss as Scalar, values, undefined, true)
            .grads.map((gradient: Tensor | undefined) => gradient && keep(gradient)),
        ),
      };
      return tf.scalar(0);
    },
    values,
    undefined,
    true,
  );
  const clones = kept.map((tensor) => tensor.clone());
  tf.dispose(kept);
  return {
    outputs: Object.fromEntries(places.outputs.map(([name, place]) => [name, clones[place]!])),
    gradients: places.gradients.map((each) => each.map((place) => (place === undefined ? place : clones[place]))),
  };
}
