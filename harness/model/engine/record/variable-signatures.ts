import { type Attribute, attribute } from '../kernel.ts';
import type { Variable } from '../variable.ts';
import type { Endpoint, Graph, Signature } from './graph.ts';
import { assignNode, variableNode } from './recorder.ts';

/** Ways into the variables of a session from outside its steps. */
export interface VariableSignatures {
  /** Outputs: the values of these variables, by name. Not of tables. */
  read(variables: readonly Variable[]): Signature;
  /** Inputs: the values of all variables but tables, by name. */
  write: Signature;
  tables: ReadonlyMap<Variable, TableSignatures>;
  all: readonly Signature[];
}

/** A table is made first; then its rows are read and written by their indices, [rows] (integers). */
interface TableSignatures {
  /** Input: `zero`, a scalar, which all its values are then. */
  begin: Signature;
  /** Input: `indices`. Output: `rows`, [rows, ...]. */
  read: Signature;
  /** Inputs: `indices`, `rows`. */
  write: Signature;
}

/** Adds to a graph the nodes that read and write its variables. */
export function addVariableSignatures(graph: Graph, variables: readonly Variable[]): VariableSignatures {
  const plain = variables.filter(({ isTable }) => !isTable);
  const reads = new Map(plain.map((variable) => [variable.name, readEndpoint(graph, variable)]));
  const read = (some: readonly Variable[]): Signature => ({
    inputs: new Map(),
    outputs: new Map(some.map(({ name }) => [name, reads.get(name)!])),
  });
  const write = writeSignature(graph, plain);
  const tables = new Map(
    variables.filter(({ isTable }) => isTable).map((table) => [table, tableSignatures(graph, table)]),
  );
  const ofTables = [...tables.values()].flatMap(({ begin, read, write }) => [begin, read, write]);
  return { read, write, tables, all: [read(plain), write, ...ofTables] };
}

const specify = ({ dtype, shape }: Variable) => ({ dtype, shape });

function readEndpoint(graph: Graph, variable: Variable): Endpoint {
  const type = [attribute.type('dtype', variable.dtype)];
  const node = `variables/read/${variable.name}`;
  return { ...specify(variable), node: graph.node(node, 'ReadVariableOp', [variableNode(graph, variable)], type) };
}

function writeSignature(graph: Graph, variables: readonly Variable[]): Signature {
  const inputs = new Map<string, Endpoint>();
  const assignments = variables.map((variable) => {
    const node = graph.placeholder(`variables/value/${variable.name}`, variable);
    inputs.set(variable.name, { ...specify(variable), node });
    // A variable that was assigned what is fed would hold JavaScript's own memory, and whichever thread of TensorFlow's takes
    // the next step would give it back to V8, which is one thread's alone: the heap is then corrupted now and then.
    const copy = graph.node(
      `variables/copy/${variable.name}`,
      'Snapshot',
      [node],
      [attribute.type('T', variable.dtype)],
    );
    return assignNode(graph, `variables/assign/${variable.name}`, variable, copy);
  });
  return { inputs, outputs: whenDone(graph, 'variables/written', assignments) };
}

/** An output for what has none: 0, once these nodes have run. */
function whenDone(graph: Graph, name: string, nodes: readonly string[]): Signature['outputs'] {
  const integer = { dtype: 'int32', shape: [] };
  const zero = graph.constant(`${name}/zero`, integer, new Uint8Array(4));
  const before = nodes.map((node) => `^${node}`);
  const node = graph.node(name, 'Identity', [zero, ...before], [attribute.type('T', 'int32')]);
  return new Map([['done', { ...integer, node }]]);
}

function tableSignatures(graph: Graph, table: Variable): TableSignatures {
  const prefix = `tables/${table.name}`;
  const handle = variableNode(graph, table);
  const input = (name: string, dtype: string, shape: readonly number[]): Endpoint => ({
    ...{ dtype, shape },
    node: graph.placeholder(`${prefix}/${name}`, { dtype, shape }),
  });
  // Of any number of rows.
  const indices = input('indices', 'int32', [-1]);
  const rows = input('rows', 'float32', [-1, ...table.shape.slice(1)]);
  const types = [attribute.type('dtype'), attribute.type('Tindices', 'int32')];

  const update = graph.node(`${prefix}/write`, 'ResourceScatterUpdate', [handle, indices.node, rows.node], types);
  const gathering: Attribute[] = [
    ...types,
    attribute.integer('batch_dims', 0),
    attribute.flag('validate_indices', true),
  ];
  const gathered = graph.node(`${prefix}/read`, 'ResourceGather', [handle, indices.node], gathering);
  return {
    begin: beginSignature(graph, table, input('zero', 'float32', [])),
    read: { inputs: new Map([['indices', indices]]), outputs: new Map([['rows', { ...rows, node: gathered }]]) },
    write: {
      inputs: new Map(Object.entries({ indices, rows })),
      outputs: whenDone(graph, `${prefix}/written`, [update]),
    },
  };
}

/** The zero is fed: TensorFlow would make a constant as large as the table of one that it knows. */
function beginSignature(graph: Graph, table: Variable, zero: Endpoint): Signature {
  const prefix = `tables/${table.name}`;
  const size = { dtype: 'int32', shape: [table.shape.length] };
  const shape = graph.constant(`${prefix}/shape`, size, new Uint8Array(Int32Array.from(table.shape).buffer));
  const types = [attribute.type('T'), attribute.type('index_type', 'int32')];
  const zeros = graph.node(`${prefix}/zeros`, 'Fill', [shape, zero.node], types);
  const assignment = assignNode(graph, `${prefix}/begin`, table, zeros);
  return { inputs: new Map([['zero', zero]]), outputs: whenDone(graph, `${prefix}/begun`, [assignment]) };
}
