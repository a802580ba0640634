import { type Tensor, tf } from './tensorflow.ts';

/** One attribute of a TensorFlow op, as the native binding takes it. */
export interface Attribute {
  name: string;
  /** A TF_ATTR_* number of the binding. */
  type: number;
  value: unknown;
}

/** What Redistill uses of TensorFlow.js's Node backend. */
export interface Backend {
  binding: Record<string, number> & { TF_Version: string };
  isUsingGpuDevice: boolean;
  executeSingleOutput(op: string, attributes: Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(op: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[];
  readSync(dataId: object): unknown;
  /** A tensor for what the native runtime holds under that id, with a type by its number. */
  createOutputTensor(what: { shape: number[]; dtype: number; id: number }): Tensor;
  /** Loads the graph of a SavedModel's folder into a session of its own; returns the session's number. */
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  /** Feeds and fetches, by names such as `node:0`. */
  runSavedModel(session: number, inputs: Tensor[], fed: { name: string }[], fetched: string[]): Tensor[];
  deleteSavedModel(session: number): void;
}

export const backend = (): Backend => tf.backend() as unknown as Backend;

/** TensorFlow's number of a tfjs data type, in kernels and in graphs alike. */
export function typeNumber(dtype: string): number {
  const { binding } = backend();
  const types = new Map([
    ['float32', binding.TF_FLOAT],
    ['int32', binding.TF_INT32],
    ['bool', binding.TF_BOOL],
  ]);
  const number = types.get(dtype);
  if (number === undefined) throw new Error(`tensors of the type ${dtype} were never needed so far`);
  return number;
}

const attributeOf = (kind: string, name: string, value: unknown): Attribute => ({
  name,
  type: backend().binding[`TF_ATTR_${kind}`]!,
  value,
});

export const attribute = {
  type: (name: string, dtype = 'float32') => attributeOf('TYPE', name, typeNumber(dtype)),
  text: (name: string, value: string) => attributeOf('STRING', name, value),
  integer: (name: string, value: number) => attributeOf('INT', name, value),
  integers: (name: string, value: readonly number[]) => attributeOf('INT', name, value),
  float: (name: string, value: number) => attributeOf('FLOAT', name, value),
  flag: (name: string, value: boolean) => attributeOf('BOOL', name, value),
};

/** Runs one TensorFlow kernel with one output. While a step is being recorded, the call is noted too. */
export function kernel(op: string, attributes: Attribute[], ...inputs: Tensor[]): Tensor {
  return backend().executeSingleOutput(op, attributes, inputs);
}

/** Runs one TensorFlow kernel with several outputs. */
export function kernels(op: string, outputs: number, attributes: Attribute[], ...inputs: Tensor[]): Tensor[] {
  return backend().executeMultipleOutputs(op, attributes, inputs, outputs);
}

/** A small integer tensor, for the kernels that take shapes and axes as inputs. */
export function integers(...values: number[]): Tensor {
  return tf.tensor1d(values, 'int32');
}

type Gradient = (dy: Tensor, saved: Tensor[]) => Tensor | Tensor[];

/**
 * An op with a gradient of its own.
 * @param forward computes the value, and says what `backward` will need
 * @param backward from the gradient of the value to that of each input, in their order
 */
export function differentiable(
  inputs: Tensor[],
  forward: (...inputs: Tensor[]) => { value: Tensor; saved?: Tensor[] },
  backward: Gradient,
): Tensor {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: Tensor[]) => void;
    const { value, saved = [] } = forward(...(args as Tensor[]));
    save(saved);
    return { value, gradFunc: backward };
  });
  return op(...inputs);
}
