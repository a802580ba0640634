import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePartialFolder, removeLeftovers } from '../partial-folder.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import { collectGarbage } from './collect-garbage.ts';
import { attribute } from './kernel.ts';
import { type Executor, feedTensors, type Step, takeValues, tensorOf } from './program.ts';
import { type Endpoint, Graph, type Signature } from './record/graph.ts';
import { assignNode, type Precision, Recorder } from './record/recorder.ts';
import { sizeOf } from './shape.ts';
import { type Tensor, tf } from './tensorflow.ts';
import type { Values, Variable } from './variable.ts';

type SavedModel = Awaited<ReturnType<typeof tf.node.loadSavedModel>>;

/** Two steps of its own beside the program's: all variables' values out of the session, and into it. */
const readStep = 'variables/read';
const writeStep = 'variables/write';

/**
 * Runs each step as one TensorFlow graph. The steps share a session, in which the variables live; TensorFlow fuses and
 * parallelises what it is given as a whole.
 */
export class ReplayExecutor implements Executor {
  private constructor(
    readonly variables: readonly Variable[],
    readonly steps: Record<string, Step>,
    readonly models: Map<string, SavedModel>,
  ) {}

  static async record(
    variables: readonly Variable[],
    steps: Record<string, Step>,
    constants: readonly Variable[],
    precision: Precision,
  ): Promise<ReplayExecutor> {
    const graph = new Graph();
    const signatures = new Map<string, Signature>();
    for (const [name, step] of Object.entries(steps))
      signatures.set(name, recordStep(graph, name, step, variables, precision));
    signatures.set(readStep, addReadStep(graph, variables));
    signatures.set(writeStep, addWriteStep(graph, variables));
    const models = await load(graph.toSavedModel(signatures), [...signatures.keys()]);
    const executor = new ReplayExecutor(variables, steps, models);
    executor.write(new Map(variables.map((variable) => [variable.name, variable.value.dataSync() as Values])));
    // From here on the session holds them, and the graph the constants.
    for (const variable of [...variables, ...constants]) variable.dispose();
    collectGarbage();
    return executor;
  }

  #call(name: string, inputs: Record<string, Tensor>): Record<string, Tensor> {
    const model = this.models.get(name);
    if (!model) throw new Error(`there is no step named ${name}`);
    const outputs = model.predict(inputs) as Record<string, Tensor>;
    tf.dispose(inputs);
    return outputs;
  }

  run(name: string, feeds: Record<string, Values>): Record<string, Values> {
    const step = this.steps[name];
    if (!step) throw new Error(`there is no step named ${name}`);
    return takeValues(this.#call(name, feedTensors(name, step, feeds)));
  }

  read(): Map<string, Values> {
    return new Map(Object.entries(takeValues(this.#call(readStep, {}))));
  }

  write(values: ReadonlyMap<string, Values>): void {
    const entries = this.variables.map((variable) => [variable.name, tensorOf(variable, values)] as const);
    tf.dispose(this.#call(writeStep, Object.fromEntries(entries)));
  }

  dispose(): void {
    for (const model of this.models.values()) model.dispose();
  }
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

const specify = ({ dtype, shape }: Tensor | Variable) => ({ dtype, shape });

/** Reads all variables. */
function addReadStep(graph: Graph, variables: readonly Variable[]): Signature {
  const recorder = new Recorder(graph, readStep);
  const outputs = variables.map((variable) => {
    recorder.variable(variable);
    return [variable.name, { ...specify(variable), node: recorder.output(variable.value) }] as const;
  });
  return { inputs: new Map(), outputs: new Map(outputs) };
}

/** Replaces all variables. */
function addWriteStep(graph: Graph, variables: readonly Variable[]): Signature {
  const inputs = new Map<string, Endpoint>();
  const assignments = variables.map((variable) => {
    const node = graph.placeholder(`${writeStep}/value/${variable.name}`, variable);
    inputs.set(variable.name, { ...specify(variable), node });
    return `^${assignNode(graph, `${writeStep}/assign/${variable.name}`, variable, node, [])}`;
  });
  const zero = graph.constant(`${writeStep}/zero`, { dtype: 'int32', shape: [] }, new Uint8Array(4));
  const node = graph.node(`${writeStep}/done`, 'Identity', [zero, ...assignments], [attribute.type('T', 'int32')]);
  return { inputs, outputs: new Map([['done', { dtype: 'int32', shape: [], node }]]) };
}

async function load(model: Uint8Array, signatures: string[]): Promise<Map<string, SavedModel>> {
  let folder: string | undefined;
  try {
    folder = makePartialFolder(tmpdir());
    removeLeftovers(tmpdir());
    await writeFile(join(folder, 'saved_model.pb'), model);
    const models = new Map<string, SavedModel>();
    for (const name of signatures) models.set(name, await tf.node.loadSavedModel(folder, ['serve'], name));
    return models;
  } catch (cause) {
    if (!isSystemError(cause, 'ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'ENOENT', 'ENOTDIR')) throw cause;
    const what = `The graph cannot be written in ${tmpdir()} (${cause.code})`;
    throw new Problem(what, 'Make room there, or set TMPDIR to another folder', exitCode.storage, { cause });
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
}
