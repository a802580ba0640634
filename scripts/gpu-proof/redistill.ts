import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { failureOf } from '../../harness/run/local/failure.ts';

const start = fileURLToPath(new URL('../start.mjs', import.meta.url));

/** How a command ended. */
export interface Ended {
  /** Its exit code; undefined where a signal ended it. */
  code: number | undefined;
  out: string;
  err: string;
  seconds: number;
  /** Why it ended so, where its code is not 0: in a sentence without its full stop. */
  reason: string;
}

export interface RunOptions {
  /** Is added to the environment; undefined takes a variable out. */
  environment?: NodeJS.ProcessEnv;
  /** Kills it with SIGKILL. */
  killed?: AbortSignal;
}

/** Runs a command of Redistill. */
export type Redistill = (words: readonly string[], options?: RunOptions) => Promise<Ended>;

/** A step's time is over. */
export class OutOfTime extends Error {}

/** How long a suite may take to write its checkpoints. */
const grace = 60_000;

/**
 * What runs commands with that environment, until `signal` says that the time is over.
 * @param log the file to which they write on standard error
 */
export function redistillOn(environment: NodeJS.ProcessEnv, log: string, signal: AbortSignal): Redistill {
  return async (words, { environment: further, killed } = {}) => {
    const before = performance.now();
    const child = execa(process.execPath, [start, ...words], {
      env: { ...environment, ...further },
      stdin: 'ignore',
      stderr: ['pipe', { file: log, append: true }],
      cancelSignal: signal,
      forceKillAfterDelay: grace,
      reject: false,
    });
    const kill = () => child.kill('SIGKILL');
    killed?.addEventListener('abort', kill);
    const { exitCode: code, stdout, stderr, ...ending } = await child;
    killed?.removeEventListener('abort', kill);
    if (signal.aborted) throw new OutOfTime();
    const seconds = (performance.now() - before) / 1000;
    return { code, out: stdout, err: stderr, seconds, reason: failureOf({ ...ending, exitCode: code }, stderr).reason };
  };
}
