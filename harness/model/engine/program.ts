import { EagerExecutor } from './eager.ts';
import type { Step, StepExecutor } from './executor.ts';
import type { Precision } from './record/recorder.ts';
import { ReplayExecutor } from './replay.ts';
import type { Variable } from './variable.ts';

/** `replay` records each step once and runs it as one TensorFlow graph; `eager` runs kernel by kernel. */
export type Mode = 'eager' | 'replay';

export interface ProgramOptions {
  /** Variables that steps only read: replays keep the values that they have now. */
  constants?: readonly Variable[];
  /** Of replays. */
  precision?: Precision;
}

/**
 * Steps over shared variables, ready to run.
 * @throws an Error where a step does what cannot be recorded
 */
export async function createProgram(
  variables: readonly Variable[],
  steps: Record<string, Step>,
  mode: Mode = 'replay',
  { constants = [], precision = 'float32' }: ProgramOptions = {},
): Promise<StepExecutor> {
  const names = new Set(variables.map(({ name }) => name));
  if (names.size < variables.length) throw new Error('two variables have the same name');
  return mode === 'eager'
    ? new EagerExecutor(variables, steps, constants)
    : ReplayExecutor.record(variables, steps, constants, precision);
}
