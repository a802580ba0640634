import type { Layout } from './layout.ts';
import { piecesOf } from './pieces.ts';
import { sizeOf } from './shape.ts';
import { type Tensor, tf } from './tensorflow.ts';

export type DataType = 'float32' | 'int32';
export type Values = Float32Array | Int32Array;

/** Makes the first values of a table, piece by piece as `piecesOf` has them. */
export type InitialPieces = () => Iterable<Float32Array>;

export interface VariableOptions {
  /** PyTorch's name of the parameter or buffer, such as `student.layer1.0.conv1.weight`. */
  name: string;
  /** In the engine's own layout. */
  shape: readonly number[];
  /**
   * The values that it starts with, in the engine's layout: the variable's own from then on. Where they take long to draw
   * (float32) or are those of a table, they are made when they are needed.
   */
  initial: Values | { draw(): Float32Array } | InitialPieces;
  /** Does the optimiser change it? */
  trainable?: boolean;
  /** How PyTorch lays out the same values; `as is` by default. */
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
  /**
   * Has it many rows, which steps read and replace one by one, such as a memory bank? Then it is too large to be moved as
   * a whole, and goes in pieces (see `piecesOf`).
   */
  readonly isTable: boolean;
  #makePieces: InitialPieces | undefined;
  #draw: (() => Float32Array) | undefined;
  #stored: Tensor | undefined;
  #pending: Tensor | undefined;
  /** Assigned and assigned over within the step, which may still hold them. */
  #superseded: Tensor[] = [];

  constructor({ name, shape, initial, trainable = false, layout = 'as is' }: VariableOptions) {
    this.name = name;
    this.shape = shape;
    this.dtype = initial instanceof Int32Array ? 'int32' : 'float32';
    this.trainable = trainable;
    this.layout = layout;
    this.isTable = typeof initial === 'function';
    if (typeof initial === 'function') this.#makePieces = initial;
    else if ('draw' in initial) this.#draw = initial.draw;
    else this.set(tf.tensor(initial, [...shape], this.dtype));
  }

  get value(): Tensor {
    return this.#pending ?? this.initial;
  }

  /** The tensor that the step began with. */
  get initial(): Tensor {
    if (!this.#stored) this.set(tf.tensor(this.#whole(), [...this.shape], this.dtype));
    return this.#stored!;
  }

  #whole(): Float32Array {
    if (this.#draw) return this.#draw();
    const values = new Float32Array(sizeOf(this.shape));
    let offset = 0;
    for (const piece of this.initialPieces()) {
      values.set(piece, offset);
      offset += piece.length;
    }
    return values;
  }

  /** The values of a table before any step, piece by piece. */
  initialPieces(): Iterable<Float32Array> {
    if (this.#makePieces) return this.#makePieces();
    const values = this.initial.dataSync() as Float32Array;
    const width = sizeOf(this.shape.slice(1));
    return piecesOf(this.shape).map(({ first, rows }) => values.subarray(first * width, (first + rows) * width));
  }

  /**
   * Where its values were not made yet, takes a tensor in their place that has none: steps can be recorded with it.
   * @param makePhantom a tensor of that shape
   */
  withoutValues(makePhantom: (shape: readonly number[]) => Tensor): void {
    this.#stored ??= tf.keep(makePhantom(this.shape));
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
    this.#superseded.push(this.initial);
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
    this.#makePieces = undefined;
    this.#draw = undefined;
    this.#stored?.dispose();
    this.#stored = tf.keep(value);
  }

  dispose(): void {
    this.rollBack();
    this.#stored?.dispose();
  }
}
