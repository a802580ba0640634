import { momentumUpdate } from '../engine/ops/momentum-update.ts';
import { sizeOf } from '../engine/shape.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { Variable } from '../engine/variable.ts';
import type { Recipe } from '../job/recipe.ts';

/**
 * Stochastic gradient descent as torch.optim.SGD's: momentum without dampening, weight decay on every parameter, batch
 * norm's and biases included.
 */
export class Optimiser {
  /** One momentum buffer a parameter, in their order. */
  readonly slots: Variable[];

  /** @param prefix before the slots' names */
  constructor(
    readonly parameters: readonly Variable[],
    readonly recipe: Pick<Recipe, 'momentum' | 'weightDecay'>,
    prefix = 'momentum.',
  ) {
    this.slots = parameters.map(
      ({ name, shape, layout }) =>
        new Variable({
          name: prefix + name,
          shape,
          layout,
          initial: { draw: () => new Float32Array(sizeOf(shape)) },
        }),
    );
  }

  /**
   * Changes the parameters by one step.
   * @param gradients of the loss, in the parameters' order
   * @param rate the learning rate, a scalar
   */
  step(gradients: readonly Tensor[], rate: Tensor): void {
    const { momentum, weightDecay } = this.recipe;
    this.parameters.forEach((parameter, i) => {
      const gradient = tf.add(gradients[i]!, tf.mul(parameter.value, weightDecay));
      momentumUpdate(parameter, this.slots[i]!, gradient, rate, tf.scalar(momentum));
    });
  }
}
