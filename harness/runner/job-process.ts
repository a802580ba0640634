import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { cannotWrite } from '../files.ts';
import { jobFiles, runnerVariable } from '../job/folder.ts';
import { type Epoch, epochSchema, type Result } from '../job/result.ts';
import { readLogFrom, reasonOf } from './failure.ts';
import { type PlacedJob, prepareFolder, readResult } from './job-folder.ts';
import { environmentOf, type Slot } from './slots.ts';
import type { Stopping } from './stopping.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The command that trains the job of the folder that follows it. */
export const trainCommand: readonly string[] = [process.execPath, '--import', 'tsx', 'harness/train/main.ts'];

/** How long a process has for its checkpoint when it is to stop. */
const graceMilliseconds = 60_000;

/** How a job ended. */
export type Outcome =
  | { kind: 'done'; result: Result }
  /** `reason` is a sentence without its full stop. */
  | { kind: 'failed'; reason: string }
  | { kind: 'stopped' };

/**
 * Runs one job in a process of its own, and waits for its end.
 * @param onEpoch called whenever an epoch is over
 * @throws Problem where the job's folder cannot be written
 */
export async function runJob(
  job: PlacedJob,
  slot: Slot,
  command: readonly string[],
  stopping: Stopping,
  onEpoch: (epoch: Epoch) => void,
): Promise<Outcome> {
  await prepareFolder(job);
  if (stopping.asked.aborted) return { kind: 'stopped' };
  const logFile = jobFiles(job.folder).log;
  const before = await stat(logFile).then(
    ({ size }) => size,
    () => 0,
  );
  const log = await openLog(logFile);
  const [program = process.execPath, ...args] = command;
  try {
    const child = execa(program, [...args, job.folder], {
      cwd: repository,
      env: { ...environmentOf(slot), [runnerVariable]: String(process.pid) },
      // The log is the job's own file, so that nothing in it is lost with this process.
      stdio: ['ignore', 'pipe', log],
      buffer: false,
      reject: false,
      cleanup: true,
      cancelSignal: stopping.asked,
      forceKillAfterDelay: graceMilliseconds,
    });
    const kill = () => child.kill('SIGKILL');
    stopping.insisted.addEventListener('abort', kill);
    for await (const line of child) {
      const epoch = epochIn(line);
      if (epoch) onEpoch(epoch);
      else log.write(`${line}\n`);
    }
    const ending = await child;
    stopping.insisted.removeEventListener('abort', kill);

    const result = ending.exitCode === 0 ? await readResult(job) : undefined;
    if (result) return { kind: 'done', result };
    if (stopping.asked.aborted) return { kind: 'stopped' };
    return { kind: 'failed', reason: reasonOf(ending, await readLogFrom(logFile, before)) };
  } finally {
    log.end();
  }
}

async function openLog(file: string): Promise<WriteStream> {
  const log = createWriteStream(file, { flags: 'a' });
  try {
    // Only an open file can be given to a process.
    await once(log, 'open');
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
  // A line of the log that finds no room is lost; the job itself says that the disk is full.
  return log.on('error', () => {});
}

/** The epoch that a line tells of, or undefined where it is something that a library printed. */
function epochIn(line: string): Epoch | undefined {
  try {
    return epochSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
