import { momentumUpdate } from '../engine/ops/momentum-update.ts';
import { sizeOf } from '../engine/shape.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { Variable } from '../engine/variable.ts';
import type { ParameterGroup, Recipe } from '../job/recipe.ts';

/** What an optimiser reads of a recipe. */
export type UpdateRule = Pick<Recipe, 'momentum' | 'weightDecay' | 'nesterov' | 'parameterGroups'>;

/**
 * Stochastic gradient descent as torch.optim.SGD's: momentum without dampening, Nesterov's where it is asked for, weight decay on
 * every parameter, batch norm's and biases included.
 */
export class Optimiser {
  /** One momentum buffer a parameter, in their order. */
  readonly slots: Variable[];

  /** @param prefix before the slots' names */
  constructor(
    readonly parameters: readonly Variable[],
    readonly recipe: UpdateRule,
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
   * @param rate the learning rate, a scalar; a group's factor comes to it
   */
  step(gradients: readonly Tensor[], rate: Tensor): void {
    const { momentum, nesterov, parameterGroups = [] } = this.recipe;
    const ratesOfGroups = new Map(parameterGroups.map((group) => [group, tf.mul(rate, group.rateFactor)]));
    this.parameters.forEach((parameter, i) => {
      const group = groupOf(parameter, parameterGroups);
      const weightDecay = group?.weightDecay ?? this.recipe.weightDecay;
      const gradient = tf.add(gradients[i]!, tf.mul(parameter.value, weightDecay));
      momentumUpdate(parameter, this.slots[i]!, gradient, {
        rate: group ? ratesOfGroups.get(group)! : rate,
        momentum: tf.scalar(momentum),
        ...(nesterov && { nesterov }),
      });
    });
  }
}

function groupOf({ name }: Variable, groups: readonly ParameterGroup[]): ParameterGroup | undefined {
  return groups.find(({ of }) => name === of || name.startsWith(`${of}.`));
}
