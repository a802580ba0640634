import { type Attribute, backend, typeNumber } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';
import { type Message, messages } from './messages.ts';

/** By which version's rules the graph is read: TF_GRAPH_DEF_VERSION in TensorFlow 2.21's core/public/version.h. */
const graphVersion = 2474;

export interface TensorSpecification {
  dtype: string;
  shape: readonly number[];
}

function build(type: string, fields: Record<string, unknown>): Message {
  const message = new messages[type]!();
  for (const [field, value] of Object.entries(fields)) message[`set${field}`]!(value);
  return message;
}

function shapeMessage(shape: readonly number[]): Message {
  const dimensions = shape.map((size) => {
    const dimension = new messages.TensorShape!.Dim!();
    dimension.setSize!(size);
    return dimension;
  });
  return build('TensorShape', { DimList: dimensions });
}

/** An attribute of the eager API, as a graph stores it. */
function attributeMessage({ name, type, value }: Attribute): Message {
  const { binding } = backend();
  const list = (field: string, values: unknown) => {
    const message = new messages.AttrValue!.ListValue!();
    message[`set${field}List`]!(values);
    return build('AttrValue', { List: message });
  };
  const scalarOrList = (field: string) =>
    Array.isArray(value) ? list(field, value) : build('AttrValue', { [field]: value });
  switch (type) {
    case binding.TF_ATTR_STRING:
      return build('AttrValue', { S: Buffer.from(String(value)) });
    case binding.TF_ATTR_INT:
      return scalarOrList('I');
    case binding.TF_ATTR_FLOAT:
      return scalarOrList('F');
    case binding.TF_ATTR_BOOL:
      return build('AttrValue', { B: Boolean(value) });
    case binding.TF_ATTR_TYPE:
      return scalarOrList('Type');
    case binding.TF_ATTR_SHAPE:
      return build('AttrValue', { Shape: shapeMessage(value as number[]) });
    default:
      throw new Error(`attribute ${name} has type ${type}, which a graph of ours never needed so far`);
  }
}

interface Node {
  op: string;
  /** Names of nodes, `name:output`, or `^name` for what must run before. */
  inputs: string[];
  attributes: Map<string, Message>;
}

/** A TensorFlow graph under construction. */
export class Graph {
  #nodes = new Map<string, Node>();
  /** What must run before a node, where it runs at all. */
  #before = new Map<string, Set<string>>();

  #add(name: string, op: string, inputs: string[], attributes: Iterable<readonly [string, Message]>): string {
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
      attributes.map((attribute) => [attribute.name, attributeMessage(attribute)] as const),
    );
  }

  /** Lets a node wait for another one, which does not run for that alone. */
  order(name: string, before: string): void {
    const all = this.#before.get(name) ?? new Set();
    this.#before.set(name, all.add(before));
  }

  placeholder(name: string, { dtype, shape }: TensorSpecification): string {
    return this.#add(
      name,
      'Placeholder',
      [],
      [
        ['dtype', build('AttrValue', { Type: typeNumber(dtype) })],
        ['shape', build('AttrValue', { Shape: shapeMessage(shape) })],
      ],
    );
  }

  constant(name: string, { dtype, shape }: TensorSpecification, bytes: Uint8Array): string {
    const value = build('Tensor', { Dtype: typeNumber(dtype), TensorShape: shapeMessage(shape), TensorContent: bytes });
    return this.#add(
      name,
      'Const',
      [],
      [
        ['dtype', build('AttrValue', { Type: typeNumber(dtype) })],
        ['value', build('AttrValue', { Tensor: value })],
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
        ['dtype', build('AttrValue', { Type: typeNumber(dtype) })],
        ['shape', build('AttrValue', { Shape: shapeMessage(shape) })],
        ['shared_name', build('AttrValue', { S: Buffer.from(name) })],
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

  /** The graph as a SavedModel file, pruned to what the signatures need. */
  toSavedModel(signatures: readonly Signature[]): Uint8Array {
    const roots = signatures.flatMap(({ inputs, outputs }) =>
      [...inputs.values(), ...outputs.values()].map(({ node }) => node),
    );
    const needed = this.#needed(roots);
    const nodes = [...needed].map(([name, { op, inputs, attributes }]) => {
      const before = [...(this.#before.get(name) ?? [])].filter((other) => needed.has(other));
      const all = [...inputs, ...before.map((other) => `^${other}`)];
      const message = new messages.NodeDef!();
      message.setName!(name);
      message.setOp!(op);
      // A graph wants control inputs behind all others.
      message.setInputList!(all.sort((a, b) => Number(a.startsWith('^')) - Number(b.startsWith('^'))));
      for (const [key, value] of attributes) message.getAttrMap().set(key, value);
      return message;
    });
    const graph = build('GraphDef', { NodeList: nodes, Versions: build('VersionDef', { Producer: graphVersion }) });
    const metaInformation = new messages.MetaGraphDef!.MetaInfoDef!();
    metaInformation.setTagsList!(['serve']);
    const metaGraph = build('MetaGraphDef', { MetaInfoDef: metaInformation, GraphDef: graph });
    return build('SavedModel', { SavedModelSchemaVersion: 1, MetaGraphsList: [metaGraph] }).serializeBinary();
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
