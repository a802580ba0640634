import { readable } from './readable.ts';
import { stackOf } from './stack.ts';
import { coloured } from './terminal/colour.ts';

/**
 * What the process says with its exit code. The runner and CI act on these, so they never change meaning.
 * The list in docs/exit-codes.md is tested against this one.
 */
export const exitCode = {
  done: 0,
  /** A bug in Redistill itself: the only case that shows a stack trace. */
  crash: 1,
  /** The command line, a suite or a job's configuration is wrong. */
  configuration: 2,
  /** A data set, a checkpoint or another file that was to be read is missing or damaged, or cannot be downloaded. */
  data: 3,
  /** A folder cannot be written, or the disk is full. */
  storage: 4,
  /** The loss became NaN or infinite. */
  diverged: 5,
  /** The machine lacks something: pip, g++, a supported platform, the GPU that was asked for. */
  machine: 6,
  /** At least one job of the suite failed; the others' results are kept. */
  jobsFailed: 7,
  /** A parity case differs from the reference's numbers, or could not be run. */
  differs: 8,
  /** A training step takes longer than in the earlier file that it was compared with, beyond noise. */
  slower: 9,
  /** Memory ran out, the processor's or the GPU's. */
  memory: 10,
  /** The GPU failed or is gone. */
  deviceLost: 11,
  /** Stopped by Ctrl-C or SIGTERM; the same command continues from there. */
  stopped: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/**
 * The one error that a user meets: a sentence that says what is wrong, where, and what to do about it.
 * It is printed without a stack trace, and the process ends with its exit code.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** What to do. */
  readonly cure: string;
  /** Where several things are wrong, each of them, a line each. */
  readonly details: readonly string[];

  /**
   * Names and values out of files may stand in both as they are: what a terminal would obey is written as its code.
   * @param message what is wrong, and where (file, field, value)
   * @param cure what to do, as a sentence of its own
   * @param code how the process ends; `exitCode.configuration` by default
   */
  constructor(
    message: string,
    cure: string,
    readonly code: ExitCode = exitCode.configuration,
    { details = [], ...options }: ErrorOptions & { details?: readonly string[] } = {},
  ) {
    super(readable(message), options);
    this.cure = readable(cure);
    this.details = details.map(readable);
  }

  /** The one line that the user reads. */
  get sentence(): string {
    return `${this.message}. ${this.cure}`;
  }
}

/** Is this an error of the operating system with that code, such as ENOSPC? */
export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Tells a failure to the user on standard error, and returns the exit code that it asks for. */
export function explain(error: unknown): ExitCode {
  if (error instanceof Problem) {
    console.error(`${coloured('red', 'redistill:', process.stderr)} ${error.sentence}`);
    for (const detail of error.details) console.error(`  ${detail}`);
    return error.code;
  }
  console.error('redistill: this is a bug in Redistill, please report it with the lines below.');
  console.error(error instanceof Error ? stackOf(error) : error);
  return exitCode.crash;
}
