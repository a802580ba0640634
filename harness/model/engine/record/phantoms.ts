import { attribute, backend } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { outputShapes } from './shapes.ts';
import type { Execute } from './watch.ts';

const phantoms = new WeakSet<object>();

/** A tensor of float32 that has a shape and no memory. */
export function phantom(shape: readonly number[]): Tensor {
  const runtime = backend();
  // The runtime frees no memory for a tensor of this id.
  const tensor = runtime.createOutputTensor({ shape: [...shape], dtype: runtime.binding.TF_FLOAT!, id: -1 });
  phantoms.add(tensor.dataId);
  return tensor;
}

/**
 * Lets a step be written down without being computed: tensors get their shapes, and no memory. What a step of many images
 * computes would otherwise be in memory all at once, more than the graph ever needs.
 *
 * An op for which there is no rule is run all the same, on zeros in place of what was not computed.
 */
export function withPhantoms(): Execute {
  const runtime = backend();
  // The prototype's methods, for ours must not note what is done here, nor let the step itself read a value.
  const { readSync, executeSingleOutput } = Object.getPrototypeOf(runtime) as typeof runtime;
  const valuesOf = ({ dataId }: Tensor) => Array.from(readSync.call(runtime, dataId) as Int32Array);

  const fill = [attribute.type('T'), attribute.type('index_type', 'int32')];
  const zeros = ({ shape }: Tensor) =>
    executeSingleOutput.call(runtime, 'Fill', fill, [tf.tensor1d(shape, 'int32'), tf.scalar(0)]);

  return (op, attributes, inputs, really) => {
    // Integers and flags are small, and some of them say how.
    const isFloat = inputs.some(({ dtype }) => dtype === 'float32');
    const shapes = isFloat ? outputShapes(op, attributes, inputs, valuesOf) : undefined;
    if (shapes) return shapes.map(phantom);

    const real = inputs.map((input) => (phantoms.has(input.dataId) ? zeros(input) : input));
    const outputs = really(real);
    tf.dispose(real.filter((input, i) => input !== inputs[i]));
    return outputs;
  };
}
