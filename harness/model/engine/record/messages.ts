/** TensorFlow's messages that make a graph (tensorflow/core/framework and protobuf, by their fields' numbers). */
import { type Attribute, backend, typeNumber } from '../kernel.ts';
import { Wire } from './wire.ts';

/** By which version's rules the graph is read: TF_GRAPH_DEF_VERSION in TensorFlow 2.21's core/public/version.h. */
const graphVersion = 2474;

export interface TensorSpecification {
  dtype: string;
  shape: readonly number[];
}

/** AttrValue's fields, and ListValue's, by the kind of an attribute. */
const fields = { text: 2, integer: 3, float: 4, flag: 5, type: 6, shape: 7, tensor: 8 } as const;

export const typeValue = (dtype: string) => new Wire().integer(fields.type, typeNumber(dtype));

export const textValue = (text: string) => new Wire().text(fields.text, text);

export const shapeValue = (shape: readonly number[]) => new Wire().message(fields.shape, shapeProto(shape));

export function tensorValue({ dtype, shape }: TensorSpecification, content: Uint8Array): Wire {
  const tensor = new Wire().integer(1, typeNumber(dtype)).message(2, shapeProto(shape)).bytes(4, content);
  return new Wire().message(fields.tensor, tensor);
}

function shapeProto(shape: readonly number[]): Wire {
  const proto = new Wire();
  for (const size of shape) proto.message(2, new Wire().integer(1, size));
  return proto;
}

/** An attribute of the eager API, as a graph stores it. */
export function attributeValue({ name, type, value }: Attribute): Wire {
  const { binding } = backend();
  const add = (wire: Wire, one: unknown) => {
    switch (type) {
      case binding.TF_ATTR_STRING:
        return wire.text(fields.text, String(one));
      case binding.TF_ATTR_INT:
        return wire.integer(fields.integer, Number(one));
      case binding.TF_ATTR_FLOAT:
        return wire.float(fields.float, Number(one));
      case binding.TF_ATTR_BOOL:
        return wire.integer(fields.flag, one ? 1 : 0);
      case binding.TF_ATTR_TYPE:
        return wire.integer(fields.type, Number(one));
      default:
        throw new Error(`attribute ${name} has type ${type}, which a graph of ours never needed so far`);
    }
  };
  if (type === binding.TF_ATTR_SHAPE) return shapeValue(value as number[]);
  if (!Array.isArray(value)) return add(new Wire(), value);
  return new Wire().message(1, value.reduce<Wire>(add, new Wire()));
}

export interface Node {
  op: string;
  /** Names of nodes, `name:output`, or `^name` for what must run before. */
  inputs: string[];
  attributes: ReadonlyMap<string, Wire>;
}

/** A SavedModel's file that holds a graph, and nothing else. */
export function savedModel(nodes: Iterable<readonly [name: string, node: Node]>): Uint8Array {
  const graph = new Wire();
  for (const [name, { op, inputs, attributes }] of nodes) {
    const node = new Wire().text(1, name).text(2, op);
    for (const input of inputs) node.text(3, input);
    for (const [key, value] of attributes) node.message(5, new Wire().text(1, key).message(2, value));
    graph.message(1, node);
  }
  graph.message(4, new Wire().integer(1, graphVersion));
  const metaGraph = new Wire().message(1, new Wire().text(4, 'serve')).message(2, graph);
  return new Wire().integer(1, 1).message(2, metaGraph).join();
}
