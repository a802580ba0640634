import type { Layout } from './layout.ts';
import { type Tensor, tf } from './tensorflow.ts';

export type DataType = 'float32' | 'int32';
export type Values = Float32Array | Int32Array;

export interface VariableOptions {
  /** PyTorch's name of the parameter or buffer, such as `student.layer1.0.conv1.weight`. */
  name: string;
  /** In the engine's own layout. */
  shape: readonly number[];
  /** The values that it starts with, in the engine's layout: the variable's own from then on. */
  initial: Values;
  /** Does the optimiser change it? */
  trainable?: boolean;
  /** How PyTorch lays out the same values; `as is` where nothing is said. */
  layout?: Layout;
}

/**
 * What stays from step to step: a weight, a running statistic, an optimiser slot, a memory bank.
 *
 * A step reads `value` and may `assign`. What it assigned is seen by its own later reads at once, and by the next step
 * if the step is committed; a step that is only recorded is rolled back.
 */
export class Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly trainable: boolean;
  readonly layout: Layout;
  #stored: Tensor;
  #pending: Tensor | undefined;
  /** Assigned and assigned over within the step, which may still hold them. */
  #superseded: Tensor[] = [];

  constructor({ name, shape, initial, trainable = false, layout = 'as is' }: VariableOptions) {
    this.name = name;
    this.shape = shape;
    this.dtype = initial instanceof Int32Array ? 'int32' : 'float32';
    this.trainable = trainable;
    this.layout = layout;
    this.#stored = tf.keep(tf.tensor(initial, [...shape], this.dtype));
  }

  get value(): Tensor {
    return this.#pending ?? this.#stored;
  }

  /** The tensor that the step began with. */
  get initial(): Tensor {
    return this.#stored;
  }

  /** What the step has assigned, if it has. */
  get assigned(): Tensor | undefined {
    return this.#pending;
  }

  assign(value: Tensor): void {
    if (this.#pending) this.#superseded.push(this.#pending);
    // A clone has a life of its own, whatever tidy() around the step disposes of.
    this.#pending = tf.keep(value.clone());
  }

  commit(): void {
    if (!this.#pending) return;
    this.#superseded.push(this.#stored);
    this.#stored = this.#pending;
    this.#pending = undefined;
    this.rollBack();
  }

  rollBack(): void {
    tf.dispose(this.#superseded);
    this.#superseded = [];
    this.#pending?.dispose();
    this.#pending = undefined;
  }

  /** Replaces the value from outside any step; the tensor is its own from then on. */
  set(value: Tensor): void {
    this.#stored.dispose();
    this.#stored = tf.keep(value);
  }

  dispose(): void {
    this.rollBack();
    this.#stored.dispose();
  }
}
