import type { Recipe } from '../../job/recipe.ts';
import { type ForwardPass, gradients } from '../../model/engine/gradients.ts';
import { momentumUpdate } from '../../model/engine/ops/momentum-update.ts';
import { sizeOf } from '../../model/engine/shape.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import { Variable } from '../../model/engine/variable.ts';

/** What an optimiser reads of a recipe. */
export type UpdateRule = Pick<Recipe, 'momentum' | 'weightDecay' | 'nesterov' | 'parameterGroups' | 'dot'>;

/** What is minimised, and the terms that it is the sum of. */
export interface Objective extends ForwardPass {
  terms: Terms;
}

/** Scalars, with their weights: those that labels teach, and those that other networks do. */
export interface Terms {
  ofLabels: readonly Tensor[];
  ofTeachers: readonly Tensor[];
}

/**
 * Stochastic gradient descent as torch.optim.SGD's: momentum without dampening, Nesterov's where it is asked for, weight decay on
 * every parameter, batch norm's and biases included.
 */
export class Optimiser {
  /** What it keeps from step to step: a momentum buffer for each parameter, in their order. */
  readonly slots: Variable[];

  /** @param prefix before the slots' names */
  constructor(
    readonly parameters: readonly Variable[],
    readonly recipe: UpdateRule,
    prefix = 'momentum.',
  ) {
    this.slots = buffersFor(parameters, prefix);
  }

  /**
   * Changes the parameters by one step.
   * @param forward computes what is minimised
   * @param learningRate a scalar
   * @returns the loss and the outputs, from before the step
   */
  minimise(forward: () => Objective, learningRate: Tensor): Required<ForwardPass> {
    const { loss, outputs, gradients: slopes } = gradients(this.parameters, forward);
    this.step(slopes, learningRate);
    return { loss, outputs };
  }

  /**
   * Changes the parameters by one step.
   * @param gradients of the loss, in the parameters' order
   * @param learningRate a scalar; a group's factor comes to it
   */
  step(gradients: readonly Tensor[], learningRate: Tensor): void {
    const { momentum, nesterov } = this.recipe;
    const ruleOf = rulesFor(this.recipe, learningRate);
    this.parameters.forEach((parameter, i) => {
      const { learningRate, weightDecay } = ruleOf(parameter);
      const gradient = tf.add(gradients[i]!, tf.mul(parameter.value, weightDecay));
      momentumUpdate(parameter, this.slots[i]!, gradient, {
        learningRate,
        momentum: tf.scalar(momentum),
        ...(nesterov && { nesterov }),
      });
    });
  }
}

/** Zeros for each parameter, which the first step begins with. */
export function buffersFor(parameters: readonly Variable[], prefix: string): Variable[] {
  return parameters.map(
    ({ name, shape, layout }) =>
      new Variable({
        name: prefix + name,
        shape,
        layout,
        initial: { draw: () => new Float32Array(sizeOf(shape)) },
      }),
  );
}

/** The learning rate, a scalar, and the weight decay of each parameter. */
export function rulesFor({ weightDecay, parameterGroups = [] }: UpdateRule, learningRate: Tensor) {
  const ofGroups = parameterGroups.map((group) => ({
    ...group,
    learningRate: tf.mul(learningRate, group.rateFactor),
    weightDecay: group.weightDecay ?? weightDecay,
  }));
  return (parameter: Variable): { learningRate: Tensor; weightDecay: number } =>
    ofGroups.find(({ of }) => isIn(of, parameter)) ?? { learningRate, weightDecay };
}

/** Is a variable of that name, or of the network, method or module of that name? */
export function isIn(of: string, { name }: Variable): boolean {
  return name === of || name.startsWith(`${of}.`);
}
