import { readFile } from 'node:fs/promises';
import { limitOf } from '../../../scripts/limits.mjs';
import { exitCode } from '../../base/problem.ts';
import type { Cause } from '../../results/journal/events.ts';

/** Why a job failed. */
export interface Failure {
  cause: Cause;
  /** One sentence without its full stop. */
  reason: string;
}

/** How a process ended. */
export interface ProcessEnd {
  exitCode?: number | undefined;
  signal?: string | undefined;
}

const meanings: Record<number, [Cause, string]> = {
  [exitCode.done]: ['crash', 'it ended without a result'],
  [exitCode.crash]: ['crash', 'it crashed'],
  [exitCode.configuration]: ['configuration', 'its configuration is wrong'],
  [exitCode.data]: ['data', 'a file that it reads is missing or damaged'],
  [exitCode.storage]: ['storage', 'it could not write its files'],
  [exitCode.diverged]: ['diverged', 'its loss became NaN or infinite'],
  [exitCode.machine]: ['machine', 'the machine lacks something'],
  [exitCode.memory]: ['memory', 'memory ran out'],
  [exitCode.deviceLost]: ['device lost', 'its GPU failed'],
  [exitCode.stopped]: ['stopped from outside', 'something else stopped it'],
};

/** What may be gone the next time: of everything else a second try would come to the same. */
const passing: ReadonlySet<Cause> = new Set(['memory', 'device lost', 'killed', 'stopped from outside', 'stalled']);

/** May the job succeed when it is tried again? */
export function mayPass({ cause }: Failure): boolean {
  return passing.has(cause);
}

/** What a process's end and the last words of its log come to. */
export function failureOf(ending: ProcessEnd, log: string): Failure {
  const said = lastWords(log);
  const [cause, meaning] = meaningOf(ending, log);
  return { cause, reason: said === undefined ? meaning : `${meaning}: ${said}` };
}

function meaningOf({ exitCode: code, signal }: ProcessEnd, log: string): [Cause, string] {
  // V8 and the C++ library end a process at once where they get no memory, and a loader before our own code runs.
  const isSudden = signal === 'SIGABRT' || code === exitCode.crash;
  if (isSudden && /bad_alloc|out of memory/i.test(log)) return meanings[exitCode.memory]!;
  if (signal === undefined) return meanings[code ?? -1] ?? ['crash', `it ended with exit code ${code}`];
  if (asks.has(signal)) return ['stopped from outside', `it was ended by ${signal}`];
  const seconds = limitOf('t');
  if (seconds !== undefined && (signal === 'SIGKILL' || signal === 'SIGXCPU')) {
    const limit = `the ${seconds} s of processor time that this shell allows (ulimit -t)`;
    return ['killed', `it was killed (${signal}), perhaps because it had used up ${limit}, or because memory ran out`];
  }
  // Libraries in C seldom check whether they got memory.
  return ['killed', `it was killed (${signal}), perhaps because memory ran out`];
}

/** Signals that ask a process to end. */
const asks: ReadonlySet<string> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP']);

/** The last line of a log that says something: the error's own, not the stack below it. */
function lastWords(log: string): string | undefined {
  const lines = log.split('\n').map((line) => line.trimEnd());
  const telling = lines.filter((line) => /\w/.test(line) && !/^\s/.test(line) && !/^Node\.js v/.test(line));
  const error = telling.findLast(
    (line) => /^(redistill: |\w*Error\b)/.test(line) && !line.includes('a bug in Redistill'),
  );
  return (error ?? telling.at(-1))?.replace(/^redistill: /, '').replace(/\.$/, '');
}

/** What a log holds from a byte on; nothing where it is not there. */
export async function readLogFrom(file: string, start: number): Promise<string> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  return bytes.subarray(start).toString();
}
