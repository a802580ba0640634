import { type Attribute, backend } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

/** One TensorFlow kernel that was run. */
export interface KernelCall {
  op: string;
  attributes: Attribute[];
  inputs: Tensor[];
  outputs: Tensor[];
}

/**
 * Runs a kernel, or does something in its stead.
 * @param really runs it, on these inputs
 */
export type Execute = (
  op: string,
  attributes: Attribute[],
  inputs: Tensor[],
  really: (inputs: Tensor[]) => Tensor[],
) => Tensor[];

const asIs: Execute = (_op, _attributes, inputs, really) => really(inputs);

/** Runs a function, and reports every kernel that it calls, in order. */
export function watchKernels<Result>(
  notice: (call: KernelCall) => void,
  run: () => Result,
  execute: Execute = asIs,
): Result {
  const runtime = backend();
  const { executeSingleOutput, executeMultipleOutputs } = runtime;
  runtime.executeSingleOutput = (op, attributes, inputs) => {
    const outputs = execute(op, attributes, inputs, (inputs) => [
      executeSingleOutput.call(runtime, op, attributes, inputs),
    ]);
    notice({ op, attributes, inputs, outputs });
    return outputs[0]!;
  };
  runtime.executeMultipleOutputs = (op, attributes, inputs, count) => {
    const outputs = execute(op, attributes, inputs, (inputs) =>
      executeMultipleOutputs.call(runtime, op, attributes, inputs, count),
    );
    notice({ op, attributes, inputs, outputs });
    return outputs;
  };
  try {
    return run();
  } finally {
    // The methods live on the prototype: removing ours brings them back.
    Reflect.deleteProperty(runtime, 'executeSingleOutput');
    Reflect.deleteProperty(runtime, 'executeMultipleOutputs');
  }
}
