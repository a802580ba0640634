import { feedTensors, type Step, type StepCall, type StepExecutor, setValues, takeValues } from './executor.ts';
import type { Piece } from './pieces.ts';
import { sizeOf } from './shape.ts';
import { tf } from './tensorflow.ts';
import type { Values, Variable } from './variable.ts';

/** Runs each step kernel by kernel: slow, simple, and what a replay is tested against. */
export class EagerExecutor implements StepExecutor {
  constructor(
    readonly variables: readonly Variable[],
    readonly steps: Record<string, Step>,
    readonly constants: readonly Variable[] = [],
  ) {}

  run(name: string, feeds: Record<string, Values>): Record<string, Values> {
    const step = this.steps[name];
    if (!step) throw new Error(`there is no step named ${name}`);
    const outputs = tf.tidy(() => {
      const tensors = step.run(feedTensors(name, step, feeds));
      // Clones, because an output may be a variable's value, which the commit disposes of.
      return Object.fromEntries(Object.entries(tensors).map(([output, tensor]) => [output, tensor.clone()]));
    });
    for (const variable of this.variables) variable.commit();
    return takeValues(outputs);
  }

  runTogether(calls: readonly StepCall[]): Record<string, Values>[] {
    return calls.map(({ step, feeds }) => this.run(step, feeds));
  }

  read(variables = this.variables): Map<string, Values> {
    return new Map(variables.map((variable) => [variable.name, variable.value.dataSync() as Values]));
  }

  write(values: ReadonlyMap<string, Values>): void {
    setValues(
      this.variables.filter(({ isTable, name }) => !isTable || values.has(name)),
      values,
    );
  }

  readRows(table: Variable, { first, rows }: Piece): Values {
    return tf.tidy(() => tf.slice(table.value, [first], [rows]).dataSync() as Values);
  }

  writeRows(table: Variable, first: number, values: Values): void {
    const whole = (table.value.dataSync() as Float32Array).slice();
    whole.set(values, first * sizeOf(table.shape.slice(1)));
    table.set(tf.tensor(whole, [...table.shape], table.dtype));
  }

  dispose(): void {
    for (const variable of [...this.variables, ...this.constants]) variable.dispose();
  }
}
