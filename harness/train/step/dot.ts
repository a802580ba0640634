import type { Recipe } from '../../job/recipe.ts';
import { total } from '../../model/distillers/layers.ts';
import { type ForwardPass, gradientsOfTerms } from '../../model/engine/gradients.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import { Variable } from '../../model/engine/variable.ts';
import { buffersFor, type Objective, Optimiser, rulesFor, type UpdateRule } from './optimiser.ts';

/** A gradient for each parameter; undefined where there is none. */
type Gradients = readonly (Tensor | undefined)[];

/**
 * Distillation-oriented training (DOT: Zhao, Cui, Song, Liang, "DOT: a distillation-oriented trainer", ICCV 2023): what labels teach
 * and what teachers teach have a gradient and a momentum buffer each, labels that of `momentum - delta` and teachers that of
 * `momentum + delta`. A parameter that only one of the two reaches has `momentum`.
 *
 * As in the authors' code (mdistiller, engine/dot.py), weight decay belongs to what labels teach; parameters that labels do not
 * reach have it too, but not in the first step, and those that nothing reaches have none.
 */
export class DotOptimiser extends Optimiser {
  #delta: number;
  #ofLabels: readonly Variable[];
  #ofTeachers: readonly Variable[];
  /** 1 after the first step. */
  #hasBegun = new Variable({ name: 'momentum-has-begun', shape: [], initial: new Float32Array(1) });

  constructor(parameters: readonly Variable[], recipe: UpdateRule, { delta }: NonNullable<Recipe['dot']>) {
    super(parameters, recipe);
    this.#delta = delta;
    this.#ofLabels = [...this.slots];
    this.#ofTeachers = buffersFor(parameters, 'momentum-of-teachers.');
    this.slots.push(...this.#ofTeachers, this.#hasBegun);
  }

  override minimise(forward: () => Objective, learningRate: Tensor): Required<ForwardPass> {
    const { loss, outputs, gradients } = gradientsOfTerms(this.parameters, () => {
      const { terms, ...pass } = forward();
      return { ...pass, terms: [sumOf(terms.ofLabels), sumOf(terms.ofTeachers)] };
    });
    const [ofLabels, ofTeachers] = gradients;
    this.stepApart(ofLabels!, ofTeachers!, learningRate);
    return { loss, outputs };
  }

  /**
   * Changes the parameters by one step.
   * @param ofLabels the gradients of what labels teach, in the parameters' order
   * @param ofTeachers those of what teachers teach
   */
  stepApart(ofLabels: Gradients, ofTeachers: Gradients, learningRate: Tensor): void {
    const { momentum } = this.recipe;
    const ruleOf = rulesFor(this.recipe, learningRate);
    this.parameters.forEach((parameter, i) => {
      const [labelGradient, teacherGradient] = [ofLabels[i], ofTeachers[i]];
      const apart = labelGradient && teacherGradient ? this.#delta : 0;
      const { learningRate, weightDecay } = ruleOf(parameter);
      const decay = tf.mul(parameter.value, weightDecay);
      let value = parameter.value;
      const move = (buffer: Variable, kept: number, gradient: Tensor) => {
        buffer.assign(tf.add(tf.mul(buffer.value, kept), gradient));
        value = tf.sub(value, tf.mul(buffer.value, learningRate));
      };
      if (labelGradient) move(this.#ofLabels[i]!, momentum - apart, tf.add(labelGradient, decay));
      if (teacherGradient) {
        const gradient = labelGradient ? teacherGradient : tf.add(teacherGradient, tf.mul(decay, this.#hasBegun.value));
        move(this.#ofTeachers[i]!, momentum + apart, gradient);
      }
      if (value !== parameter.value) parameter.assign(value);
    });
    this.#hasBegun.assign(tf.scalar(1));
  }
}

/** The optimiser that a recipe asks for. */
export function createOptimiser(parameters: readonly Variable[], recipe: UpdateRule): Optimiser {
  const { dot } = recipe;
  return dot ? new DotOptimiser(parameters, recipe, dot) : new Optimiser(parameters, recipe);
}

const sumOf = (terms: readonly Tensor[]): Tensor => (terms.length === 0 ? tf.scalar(0) : total(terms));
