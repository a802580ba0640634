import type { Attribute } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';
import {
  attributeValue,
  type Node,
  savedModel,
  shapeValue,
  type TensorSpecification,
  tensorValue,
  textValue,
  typeValue,
} from './messages.ts';
import type { Wire } from './wire.ts';

/** A TensorFlow graph under construction. */
export class Graph {
  #nodes = new Map<string, Node>();
  /** What must run before a node, where it runs at all. */
  #before = new Map<string, Set<string>>();
  /** Multiply-accumulates of nodes that have some. */
  #work = new Map<string, number>();

  #add(name: string, op: string, inputs: string[], attributes: Iterable<readonly [string, Wire]>): string {
    if (this.#nodes.has(name)) throw new Error(`the graph has a node named ${name} already`);
    this.#nodes.set(name, { op, inputs, attributes: new Map(attributes) });
    return name;
  }

  has(name: string): boolean {
    return this.#nodes.has(name);
  }

  /** A node for any op, with the eager API's attributes. */
  node(name: string, op: string, inputs: string[], attributes: Attribute[]): string {
    return this.#add(
      name,
      op,
      inputs,
      attributes.map((attribute) => [attribute.name, attributeValue(attribute)] as const),
    );
  }

  /** Lets a node wait for another one, which does not run for that alone. */
  order(name: string, before: string): void {
    const all = this.#before.get(name) ?? new Set();
    this.#before.set(name, all.add(before));
  }

  /** Notes how many multiply-accumulates a node takes. */
  costs(name: string, multiplyAccumulates: number): void {
    if (multiplyAccumulates > 0) this.#work.set(name, multiplyAccumulates);
  }

  placeholder(name: string, { dtype, shape }: TensorSpecification): string {
    return this.#add(
      name,
      'Placeholder',
      [],
      [
        ['dtype', typeValue(dtype)],
        ['shape', shapeValue(shape)],
      ],
    );
  }

  constant(name: string, tensor: TensorSpecification, bytes: Uint8Array): string {
    return this.#add(
      name,
      'Const',
      [],
      [
        ['dtype', typeValue(tensor.dtype)],
        ['value', tensorValue(tensor, bytes)],
      ],
    );
  }

  /** The handle of a variable that lives in the session. */
  variable(name: string, { dtype, shape }: TensorSpecification): string {
    return this.#add(
      name,
      'VarHandleOp',
      [],
      [
        ['dtype', typeValue(dtype)],
        ['shape', shapeValue(shape)],
        ['shared_name', textValue(name)],
      ],
    );
  }

  /** Only what the named nodes need, directly or not. */
  #needed(roots: Iterable<string>): Map<string, Node> {
    const needed = new Map<string, Node>();
    const open = [...roots];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const base = name.replace(/^\^/, '').replace(/:\d+$/, '');
      if (needed.has(base)) continue;
      const node = this.#nodes.get(base);
      if (!node) throw new Error(`the graph has no node named ${base}`);
      needed.set(base, node);
      open.push(...node.inputs);
    }
    return needed;
  }

  /** Multiply-accumulates of a run: of all that its outputs need. */
  multiplyAccumulatesOf({ outputs }: Signature): number {
    const needed = this.#needed(Array.from(outputs.values(), ({ node }) => node));
    return Array.from(needed.keys(), (name) => this.#work.get(name) ?? 0).reduce((sum, work) => sum + work, 0);
  }

  /** The graph as a SavedModel file, pruned to what the signatures need. */
  toSavedModel(signatures: readonly Signature[]): Uint8Array {
    const roots = signatures.flatMap(({ inputs, outputs }) =>
      [...inputs.values(), ...outputs.values()].map(({ node }) => node),
    );
    const needed = this.#needed(roots);
    const nodes = Array.from(needed, ([name, node]): [string, Node] => {
      const before = [...(this.#before.get(name) ?? [])].filter((other) => needed.has(other));
      const all = [...node.inputs, ...before.map((other) => `^${other}`)];
      // A graph wants control inputs behind all others.
      const inputs = all.sort((a, b) => Number(a.startsWith('^')) - Number(b.startsWith('^')));
      return [name, { ...node, inputs }];
    });
    return savedModel(nodes);
  }
}

export interface Endpoint extends TensorSpecification {
  /** The node that holds it. */
  node: string;
}

/** One way into a graph: what is fed and what is fetched. */
export interface Signature {
  inputs: Map<string, Endpoint>;
  outputs: Map<string, Endpoint>;
}

/** The bytes of a tensor, as a constant node stores them. */
export function bytesOf(tensor: Tensor): Uint8Array {
  const values = tensor.dataSync();
  if (tensor.dtype === 'bool') return Uint8Array.from(values);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}
