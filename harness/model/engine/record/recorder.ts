import { type Attribute, attribute, backend } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';
import type { Variable } from '../variable.ts';
import { currentRecorder, type InPlace, setCurrentRecorder } from './current-recorder.ts';
import { bytesOf, type Graph } from './graph.ts';
import type { TensorSpecification } from './messages.ts';
import { addInMixedPrecision } from './mixed-precision.ts';
import { multiplyAccumulatesIn } from './multiply-accumulates.ts';
import { withPhantoms } from './phantoms.ts';
import { type KernelCall, watchKernels } from './watch.ts';

/** `mixed`: convolutions compute in bfloat16. */
export type Precision = 'float32' | 'mixed';

const addAsIs: typeof addInMixedPrecision = (graph, name, op, inputs, attributes) =>
  graph.node(name, op, [...inputs], [...attributes]);

/**
 * Writes down a step while it is gone through: every kernel that is called becomes a node of a graph, tfjs's own backward
 * pass included, and what the step assigns to variables becomes an update.
 */
export class Recorder implements InPlace {
  #names = new WeakMap<object, string>();
  #constants = new Map<string, string>();
  #readsConstant = false;
  #count = 0;
  /** Updates that are one kernel in the graph, by the variable they change (see `updateInPlace`). */
  #inPlace = new Map<Variable, string>();
  /** Variables by their values as the step found them. */
  #variables = new WeakMap<object, Variable>();
  /** Nodes that read a part of a variable (see `readInPlace`). */
  #partReads = new Map<Variable, string[]>();

  /**
   * @param graph receives the nodes
   * @param prefix stands before every node's name, so that several steps fit in one graph
   * @param precision of convolutions
   */
  constructor(
    readonly graph: Graph,
    readonly prefix: string,
    readonly precision: Precision = 'float32',
  ) {}

  #name(op: string): string {
    return `${this.prefix}/${op}_${this.#count++}`;
  }

  /** A tensor that is fed at each run. */
  placeholder(name: string, tensor: Tensor): string {
    const node = this.graph.placeholder(`${this.prefix}/${name}`, tensor);
    this.#names.set(tensor.dataId, node);
    return node;
  }

  /** From now on, this variable's value is read from the session. */
  variable(variable: Variable): void {
    this.#variables.set(variable.initial.dataId, variable);
    this.#names.set(
      variable.initial.dataId,
      this.graph.node(
        this.#readName(variable),
        'ReadVariableOp',
        [variableNode(this.graph, variable)],
        [attribute.type('dtype', variable.dtype)],
      ),
    );
  }

  #readName(variable: Variable): string {
    return `${this.prefix}/${variable.name}/read`;
  }

  /** The node that makes this tensor. A tensor that the recording never saw is a constant. */
  nodeOf(tensor: Tensor): string {
    const known = this.#names.get(tensor.dataId);
    if (known) return known;
    this.#readsConstant = true;
    const bytes = bytesOf(tensor);
    this.#readsConstant = false;
    const key = `${tensor.dtype} ${tensor.shape} ${bytes.length < 1024 ? Buffer.from(bytes).toString('hex') : this.#count}`;
    const node = this.#constants.get(key) ?? this.graph.constant(this.#name('Const'), tensor, bytes);
    this.#constants.set(key, node);
    this.#names.set(tensor.dataId, node);
    return node;
  }

  #note(call: KernelCall): void {
    const { op, attributes, inputs, outputs } = call;
    const sources = inputs.map((input) => this.nodeOf(input));
    const add = this.precision === 'mixed' ? addInMixedPrecision : addAsIs;
    const node = add(this.graph, this.#name(op), op, sources, attributes);
    this.graph.costs(node, multiplyAccumulatesIn(call));
    outputs.forEach((output, index) => {
      this.#names.set(output.dataId, index ? `${node}:${index}` : node);
    });
  }

  /** Goes through the step once, without computing it, and notes it. */
  record<Result>(step: () => Result): Result {
    if (currentRecorder()) throw new Error('a step is being recorded already');
    const runtime = backend();
    const { readSync } = runtime;
    setCurrentRecorder(this);
    // A value that JavaScript reads would silently become a constant of the graph, the same for every batch.
    runtime.readSync = (dataId) => {
      if (!this.#readsConstant && this.#names.has(dataId)) {
        throw new Error(`the step "${this.prefix}" reads a tensor's values while it is recorded: keep it in the graph`);
      }
      return readSync.call(runtime, dataId);
    };
    try {
      return watchKernels((call) => this.#note(call), step, withPhantoms());
    } finally {
      // The method lives on the prototype: removing ours brings it back.
      Reflect.deleteProperty(runtime, 'readSync');
      setCurrentRecorder(undefined);
    }
  }

  /**
   * Says that what the step assigns to these variables is made by one kernel that changes them in place.
   * @param handles the variables that the kernel changes, its first inputs
   */
  updateInPlace(op: string, handles: Variable[], inputs: Tensor[], attributes: Attribute[]): void {
    const sources = [
      ...handles.map((variable) => variableNode(this.graph, variable)),
      ...inputs.map((input) => this.nodeOf(input)),
    ];
    const node = this.graph.node(this.#name(op), op, sources, attributes);
    for (const variable of handles) {
      if (this.#inPlace.has(variable)) throw new Error(`the step changes ${variable.name} in place twice`);
      this.#inPlace.set(variable, node);
    }
  }

  /**
   * Says that a tensor is a part of another one, read by a kernel that leaves the rest alone where that is a variable's
   * value as the step found it.
   * @param inputs of the kernel, behind the variable
   * @param after what is to be computed before, if anything
   */
  readInPlace(
    op: string,
    whole: Tensor,
    inputs: Tensor[],
    attributes: Attribute[],
    part: Tensor,
    after?: Tensor,
  ): void {
    const variable = this.#variables.get(whole.dataId);
    if (!variable) return;
    const sources = [variableNode(this.graph, variable), ...inputs.map((input) => this.nodeOf(input))];
    const before = after ? [`^${this.nodeOf(after).replace(/:\d+$/, '')}`] : [];
    const node = this.graph.node(this.#name(op), op, [...sources, ...before], attributes);
    this.#names.set(part.dataId, node);
    this.#partReads.set(variable, [...(this.#partReads.get(variable) ?? []), node]);
  }

  /** A node that is done once all that the step assigned is stored; each variable is stored after it was read. */
  updates(variables: Iterable<Variable>): string {
    const nodes = new Set<string>();
    for (const variable of variables) {
      if (!variable.assigned) continue;
      const node = this.#inPlace.get(variable) ?? this.#assign(variable, variable.assigned);
      const reads = [this.#readName(variable), ...(this.#partReads.get(variable) ?? [])];
      for (const read of reads) this.graph.order(node, read);
      nodes.add(node);
    }
    // One for all: outputs that each waited for every update would make a graph that TensorFlow is slow to prepare.
    const stored = Array.from(nodes, (node) => `^${node}`);
    return this.graph.node(`${this.prefix}/updates`, 'NoOp', stored, []);
  }

  #assign(variable: Variable, value: Tensor): string {
    return assignNode(this.graph, this.#name('AssignVariableOp'), variable, this.nodeOf(value));
  }

  /** A node that has this tensor's value, once another node is done. */
  output(tensor: Tensor, after?: string): string {
    const sources = [this.nodeOf(tensor), ...(after ? [`^${after}`] : [])];
    return this.graph.node(this.#name('Output'), 'Identity', sources, [attribute.type('T', tensor.dtype)]);
  }
}

/** The node of a variable's handle, made when it is first asked for. */
export function variableNode(graph: Graph, variable: Variable & TensorSpecification): string {
  return graph.has(variable.name) ? variable.name : graph.variable(variable.name, variable);
}

/** A node that stores a value in a variable. */
export function assignNode(graph: Graph, name: string, variable: Variable, value: string): string {
  return graph.node(
    name,
    'AssignVariableOp',
    [variableNode(graph, variable), value],
    [attribute.type('dtype', variable.dtype)],
  );
}
