import { collectArrays } from './collect-garbage.ts';
import { feedTensors, type Step, type StepCall, type StepExecutor, takeValues, tensorOf } from './executor.ts';
import { reached } from './milestone.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { Graph, type Signature } from './record/graph.ts';
import { phantom } from './record/phantoms.ts';
import { type Precision, Recorder } from './record/recorder.ts';
import { addVariableSignatures, type VariableSignatures } from './record/variable-signatures.ts';
import { Session } from './session.ts';
import { sizeOf } from './shape.ts';
import { type Tensor, tf } from './tensorflow.ts';
import type { Values, Variable } from './variable.ts';

/**
 * Runs each step as one TensorFlow graph. The steps share a session, in which the variables live; TensorFlow fuses and
 * parallelises what it is given as a whole.
 */
export class ReplayExecutor implements StepExecutor {
  private constructor(
    readonly variables: readonly Variable[],
    readonly steps: Record<string, Step>,
    readonly signatures: ReadonlyMap<string, Signature>,
    readonly multiplyAccumulates: ReadonlyMap<string, number>,
    readonly ofVariables: VariableSignatures,
    readonly session: Session,
  ) {}

  static async record(
    variables: readonly Variable[],
    steps: Record<string, Step>,
    constants: readonly Variable[],
    precision: Precision,
  ): Promise<ReplayExecutor> {
    const tables = variables.filter(({ isTable }) => isTable);
    const initialPieces = new Map(tables.map((table) => [table, table.initialPieces()]));
    for (const table of tables) table.withoutValues(phantom);
    const graph = new Graph();
    const signatures = new Map<string, Signature>();
    for (const [name, step] of Object.entries(steps))
      signatures.set(name, recordStep(graph, name, step, variables, precision));
    const work = Array.from(signatures, ([name, signature]) => [name, graph.multiplyAccumulatesOf(signature)] as const);
    const ofVariables = addVariableSignatures(graph, variables);
    const model = graph.toSavedModel([...signatures.values(), ...ofVariables.all]);
    reached('recording');
    const session = await Session.load(model);
    reached('graph');
    const executor = new ReplayExecutor(variables, steps, signatures, new Map(work), ofVariables, session);
    const values = variables.filter(({ isTable }) => !isTable).map(({ name, value }) => [name, value.dataSync()]);
    executor.write(new Map(values as [string, Values][]));
    for (const table of tables) executor.#begin(table, initialPieces.get(table)!);
    // From here on the session holds them, and the graph the constants.
    for (const variable of [...variables, ...constants]) variable.dispose();
    collectArrays();
    reached('variables');
    return executor;
  }

  /** Makes a table in the session, and gives it its first values. */
  #begin(table: Variable, pieces: Iterable<Float32Array>): void {
    const { begin } = this.ofVariables.tables.get(table)!;
    tf.dispose(this.session.run(begin, { zero: tf.scalar(0) }));
    const split = piecesOf(table.shape);
    let count = 0;
    for (const values of pieces) this.writeRows(table, split[count++]!.first, values);
  }

  run(step: string, feeds: Record<string, Values>): Record<string, Values> {
    return this.runTogether([{ step, feeds }])[0]!;
  }

  /** TensorFlow runs all of them as one graph. It prepares each combination when it first meets it, which takes up to seconds. */
  runTogether(calls: readonly StepCall[]): Record<string, Values>[] {
    const all: Signature = { inputs: new Map(), outputs: new Map() };
    const fed: Record<string, Tensor> = {};
    for (const { step: name, feeds } of calls) {
      const [step, signature] = [this.steps[name], this.signatures.get(name)];
      if (!step || !signature) throw new Error(`there is no step named ${name}`);
      for (const [input, endpoint] of signature.inputs) all.inputs.set(`${name} ${input}`, endpoint);
      for (const [output, endpoint] of signature.outputs) all.outputs.set(`${name} ${output}`, endpoint);
      for (const [input, tensor] of Object.entries(feedTensors(name, step, feeds))) fed[`${name} ${input}`] = tensor;
    }
    const values = takeValues(this.session.run(all, fed));
    return calls.map(({ step }) => {
      const outputs = [...this.signatures.get(step)!.outputs.keys()];
      return Object.fromEntries(outputs.map((output) => [output, values[`${step} ${output}`]!]));
    });
  }

  read(variables = this.variables): Map<string, Values> {
    const plain = this.session.run(this.ofVariables.read(variables.filter(({ isTable }) => !isTable)), {});
    const values = takeValues(plain);
    return new Map(variables.map((variable) => [variable.name, values[variable.name] ?? this.#readTable(variable)]));
  }

  #readTable(table: Variable): Values {
    const values = new Float32Array(sizeOf(table.shape));
    const width = sizeOf(table.shape.slice(1));
    for (const piece of piecesOf(table.shape)) values.set(this.readRows(table, piece), piece.first * width);
    return values;
  }

  readRows(table: Variable, { first, rows }: Piece): Values {
    const { read } = this.ofVariables.tables.get(table)!;
    return takeValues(this.session.run(read, { indices: indicesFrom(first, rows) })).rows!;
  }

  write(values: ReadonlyMap<string, Values>): void {
    const plain = this.variables.filter(({ isTable }) => !isTable);
    const entries = plain.map((variable) => [variable.name, tensorOf(variable, values)] as const);
    tf.dispose(this.session.run(this.ofVariables.write, Object.fromEntries(entries)));
    for (const table of this.variables.filter(({ isTable }) => isTable)) {
      const whole = values.get(table.name);
      const width = sizeOf(table.shape.slice(1));
      for (const { first, rows } of whole ? piecesOf(table.shape) : []) {
        this.writeRows(table, first, whole!.subarray(first * width, (first + rows) * width));
      }
    }
  }

  writeRows(table: Variable, first: number, values: Values): void {
    const { write } = this.ofVariables.tables.get(table)!;
    const row = table.shape.slice(1);
    const rows = values.length / sizeOf(row);
    const feeds = { indices: indicesFrom(first, rows), rows: tf.tensor(values, [rows, ...row], 'float32') };
    tf.dispose(this.session.run(write, feeds));
  }

  dispose(): void {
    this.session.close();
  }
}

function indicesFrom(first: number, rows: number): Tensor {
  return tf.tensor1d(
    Int32Array.from({ length: rows }, (_, row) => first + row),
    'int32',
  );
}

/** Goes through a step once, writes it down, and forgets what it did to the variables. */
function recordStep(
  graph: Graph,
  name: string,
  step: Step,
  variables: readonly Variable[],
  precision: Precision,
): Signature {
  const recorder = new Recorder(graph, name, precision);
  const zeros = Object.entries(step.inputs).map(([input, { dtype, shape }]) => {
    const size = sizeOf(shape);
    return [input, dtype === 'int32' ? new Int32Array(size) : new Float32Array(size)] as const;
  });
  const signature: Signature = { inputs: new Map(), outputs: new Map() };
  tf.tidy(() => {
    const inputs = feedTensors(name, step, Object.fromEntries(zeros));
    for (const [input, tensor] of Object.entries(inputs)) {
      signature.inputs.set(input, { ...specify(tensor), node: recorder.placeholder(input, tensor) });
    }
    for (const variable of variables) recorder.variable(variable);
    const outputs = recorder.record(() => step.run(inputs));
    const updates = recorder.updates(variables);
    for (const [output, tensor] of Object.entries(outputs)) {
      signature.outputs.set(output, { ...specify(tensor), node: recorder.output(tensor, updates) });
    }
  });
  for (const variable of variables) variable.rollBack();
  return signature;
}

const specify = ({ dtype, shape }: Tensor) => ({ dtype, shape });
