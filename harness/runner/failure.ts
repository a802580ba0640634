import { readFile } from 'node:fs/promises';
import { exitCode } from '../problem.ts';

const meanings: Record<number, string> = {
  [exitCode.crash]: 'it crashed',
  [exitCode.configuration]: 'its configuration is wrong',
  [exitCode.data]: 'a file that it reads is missing or damaged',
  [exitCode.storage]: 'it could not write its files',
  [exitCode.diverged]: 'its loss became NaN or infinite',
  [exitCode.machine]: 'the machine lacks something',
  [exitCode.stopped]: 'something else stopped it',
};

/** How a process ended. */
export interface Ending {
  exitCode?: number | undefined;
  signal?: string | undefined;
}

/** Why a job failed, in one sentence without its full stop: what its exit code means, and what its log says last. */
export function reasonOf(ending: Ending, log: string): string {
  const said = lastWords(log);
  return said === undefined ? meaningOf(ending) : `${meaningOf(ending)}: ${said}`;
}

function meaningOf({ exitCode: code, signal }: Ending): string {
  if (signal === 'SIGKILL') return 'it was killed (SIGKILL), perhaps as memory ran out';
  if (signal !== undefined) return `it was ended by ${signal}`;
  if (code === exitCode.done) return 'it ended without a result';
  return meanings[code ?? -1] ?? `it ended with exit code ${code}`;
}

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
