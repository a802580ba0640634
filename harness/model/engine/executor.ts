import type { Piece } from './pieces.ts';
import { type Tensor, tf } from './tensorflow.ts';
import type { DataType, Values, Variable } from './variable.ts';

/** A step: what it is fed, and how it computes its outputs. It may read and assign variables on the way. */
export interface Step {
  inputs: Record<string, { dtype: DataType; shape: readonly number[] }>;
  run(inputs: Record<string, Tensor>): Record<string, Tensor>;
}

/** A step, by its name, and what it is fed. */
export interface StepCall {
  step: string;
  feeds: Record<string, Values>;
}

/** Runs steps and holds the variables between them. Values come and go in the engine's layout. */
export interface StepExecutor {
  /** Multiply-accumulates of a run of each step, by its name; absent where steps are not recorded. */
  readonly multiplyAccumulates?: ReadonlyMap<string, number>;
  run(step: string, feeds: Record<string, Values>): Record<string, Values>;
  /**
   * Runs different steps at the same time, of which one at most changes variables that another one reads or changes.
   * @returns the outputs of each
   */
  runTogether(calls: readonly StepCall[]): Record<string, Values>[];
  /** Variables' values, by name: of all by default. */
  read(variables?: readonly Variable[]): Map<string, Values>;
  /** Replaces all variables' values; where there are none of a table, it stays as it is. */
  write(values: ReadonlyMap<string, Values>): void;
  /** Some rows of a table. */
  readRows(table: Variable, piece: Piece): Values;
  /** Replaces rows of a table from that one on. */
  writeRows(table: Variable, first: number, values: Values): void;
  dispose(): void;
}

/** The tensors of a step's inputs, from what is fed. */
export function feedTensors(name: string, { inputs }: Step, feeds: Record<string, Values>): Record<string, Tensor> {
  const entries = Object.entries(inputs).map(([input, { dtype, shape }]) => {
    const values = feeds[input];
    if (!values) throw new Error(`the step "${name}" was not fed "${input}"`);
    return [input, tf.tensor(values, [...shape], dtype)] as const;
  });
  return Object.fromEntries(entries);
}

/** The values of a step's outputs; disposes of the tensors. */
export function takeValues(outputs: Record<string, Tensor>): Record<string, Values> {
  const entries = Object.entries(outputs).map(([name, tensor]) => {
    const values = tensor.dataSync() as Values;
    tensor.dispose();
    return [name, values] as const;
  });
  return Object.fromEntries(entries);
}

/** Gives variables values from outside any step. */
export function setValues(variables: readonly Variable[], values: ReadonlyMap<string, Values>): void {
  for (const variable of variables) variable.set(tensorOf(variable, values));
}

/** The tensor of a variable's new value, from the values of all, which stay as they are until it is used. */
export function tensorOf(variable: Variable, values: ReadonlyMap<string, Values>): Tensor {
  const value = values.get(variable.name);
  if (!value) throw new Error(`there is no value for the variable ${variable.name}`);
  return tf.tensor(value, [...variable.shape], variable.dtype);
}
