import type { Attribute } from '../kernel.ts';
import type { Graph } from './graph.ts';

/** TensorFlow's number of bfloat16, a float32's upper half: as wide a range, so that no loss has to be scaled. */
const bfloat16 = 14;

/** Where each convolution has its images, filters and gradients, beside inputs that say how. */
const factors: Record<string, readonly number[]> = {
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
};

/**
 * Adds a node, with what it multiplies rounded to bfloat16 where it is a convolution, and its result in float32 again.
 * Casts that undo each other TensorFlow takes out.
 */
export function addInMixedPrecision(
  graph: Graph,
  name: string,
  op: string,
  inputs: readonly string[],
  attributes: readonly Attribute[],
): string {
  const rounded = factors[op];
  if (!rounded) return graph.node(name, op, [...inputs], [...attributes]);
  const type = attributes.find((attribute) => attribute.name === 'T')!;
  const cast = (node: string, input: string, from: unknown, to: unknown) =>
    graph.node(
      node,
      'Cast',
      [input],
      [
        { ...type, name: 'SrcT', value: from },
        { ...type, name: 'DstT', value: to },
      ],
    );
  const sources = inputs.map((input, i) =>
    rounded.includes(i) ? cast(`${name}/rounded_${i}`, input, type.value, bfloat16) : input,
  );
  const inBfloat16 = attributes.map((attribute) => (attribute === type ? { ...type, value: bfloat16 } : attribute));
  const product = graph.node(`${name}/bfloat16`, op, sources, inBfloat16);
  return cast(name, product, bfloat16, type.value);
}
