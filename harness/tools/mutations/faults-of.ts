import { fork } from 'node:child_process';
import { access, constants, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A mutation that a reader did not read as it should. */
interface Told {
  number: number;
  fault?: string;
}

/** Files in memory, for what is flushed is otherwise waited for thousands of times. */
const scratch = await access('/dev/shm', constants.W_OK).then(
  () => '/dev/shm',
  () => tmpdir(),
);
/** How Node.js ends a process that waits for something while nothing can come any more. */
const unsettled = 13;
const launcher = fileURLToPath(new URL('../../../scripts/program.mjs', import.meta.url));
const program = 'harness/tools/mutations/main.ts';
/** How long nothing may be heard of a process before it is killed: more than a mutation may take, on a machine that is busy. */
const silentMilliseconds = 20_000;
/** The same until its first mutation: it loads what it needs, and reads its samples as they are. */
const startMilliseconds = 120_000;
/** After so many faults there is enough to mend. */
const enough = 10;

/**
 * Lets a reader read so many mutated files, in processes of its own, one after the other: what kills one is told, and the next goes on
 * behind it.
 * @param name of a file in `readers/`
 * @returns a line for each that it did not read as it should; with it, how that one is run alone
 */
export async function faultsOf(name: string, count: number, first = 0): Promise<string[]> {
  const faults: string[] = [];
  for (let next = first; next < count && faults.length < enough; ) {
    const { told, end } = await run(name, next, count - next);
    faults.push(...told.flatMap((one) => (one.fault === undefined ? [] : [line(name, one.number, one.fault)])));
    const last = told.at(-1)?.number ?? next;
    if (end !== undefined) faults.push(line(name, last, end));
    next = last + 1;
  }
  return faults;
}

function line(name: string, number: number, fault: string): string {
  return `${fault}\n  alone: node scripts/program.mjs ${program} ${name} ${number}`;
}

/** One process, to its end; undefined where that is a good one. */
async function run(name: string, first: number, count: number): Promise<{ told: Told[]; end: string | undefined }> {
  const folder = await mkdtemp(join(scratch, 'redistill-mutations-'));
  const path = join(folder, 'output.txt');
  const output = await open(path, 'w');
  try {
    const child = fork(launcher, [program, name, String(first), String(count)], {
      execArgv: ['--max-old-space-size=512'],
      // What a killed one leaves goes with the folder.
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', output.fd, output.fd, 'ipc'],
    });
    const told: Told[] = [];
    let isSilent = false;
    const kill = () => {
      isSilent = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(kill, startMilliseconds);
    child.on('message', (one: Told) => {
      told.push(one);
      clearTimeout(timer);
      timer = setTimeout(kill, silentMilliseconds);
    });
    const how = await new Promise<string | number | null>((resolve) => {
      child.on('close', (code, signal) => resolve(code ?? signal));
    });
    clearTimeout(timer);
    if (how === 0) return { told, end: undefined };
    if (how === unsettled) return { told, end: 'waits for what never comes' };
    const limit = told.length === 0 ? startMilliseconds : silentMilliseconds;
    const why = isSilent ? `took more than ${limit / 1000} seconds` : `ended the process with ${how}`;
    return { told, end: `${why}: ${(await readFile(path, 'utf8')).slice(-2000)}` };
  } finally {
    await output.close();
    await rm(folder, { recursive: true });
  }
}
