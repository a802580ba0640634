import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { cannotWrite } from '../../base/files/files.ts';
import { programCommand } from '../../base/typescript.ts';
import { jobFiles, runnerVariable } from '../../job/folder.ts';
import type { Heartbeat } from '../../job/heartbeat.ts';
import { type Epoch, epochSchema, type Result } from '../../job/result.ts';
import { type PlacedJob, prepareFolder, readResult } from '../../results/job-folder.ts';
import { type Failure, failureOf, readLogFrom } from './failure.ts';
import type { Limits } from './limits.ts';
import { ProcessGroup, withParent } from './process-group.ts';
import { duration } from './progress-lines.ts';
import { environmentOf, type Slot } from './slots.ts';
import type { Stopping } from './stopping.ts';
import { Watch } from './watch.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** The command that trains the job of the folder that follows it. */
export const trainCommand: readonly string[] = programCommand('harness/train/job/main.ts');

/** How a job ended. */
export type JobOutcome = { kind: 'done'; result: Result } | { kind: 'failed'; failure: Failure } | { kind: 'stopped' };

export interface JobProcessOptions {
  slot: Slot;
  /** Trains the job of the folder that follows it. */
  command: readonly string[];
  limits: Limits;
  stopping: Stopping;
  /** What it has in its environment beside that of this process. */
  environment?: Readonly<Record<string, string>> | undefined;
  /** Called whenever an epoch is over. */
  onEpoch(epoch: Epoch): void;
  /** Called whenever the process has shown that it is alive. */
  onHeartbeat(heartbeat: Heartbeat): void;
}

/**
 * Runs one job in a process of its own, and waits for its end.
 * @throws Problem where the job's folder cannot be written
 */
export async function runJobProcess(job: PlacedJob, options: JobProcessOptions): Promise<JobOutcome> {
  const { slot, command, limits, stopping, environment, onEpoch, onHeartbeat } = options;
  await prepareFolder(job);
  if (stopping.asked.aborted) return { kind: 'stopped' };
  const files = jobFiles(job.folder);
  const before = await stat(files.log).then(
    ({ size }) => size,
    () => 0,
  );
  const log = await openLog(files.log);
  const [program = process.execPath, ...args] = withParent([...command, job.folder]);
  /** Why we ended it, where we did. */
  let verdict: Failure | undefined;
  try {
    const child = execa(program, args, {
      cwd: repository,
      env: { ...environment, ...environmentOf(slot), [runnerVariable]: String(process.pid) },
      // The log is the job's own file, so that nothing in it is lost with this process.
      stdio: ['ignore', 'pipe', log],
      buffer: false,
      reject: false,
      // A group of its own: a terminal's Ctrl-C is ours to pass on, and whatever the job starts ends with it.
      detached: true,
    });
    const group = new ProcessGroup(child.pid, limits.graceMilliseconds);
    const watch = new Watch(files.heartbeat, limits, {
      onHeartbeat,
      onStall() {
        const reason = `it showed no sign of life for ${duration(limits.stallSeconds)}, and was killed`;
        verdict = { cause: 'stalled', reason };
        group.kill();
      },
      onTimeLimit() {
        const reason = `it took longer than its limit of ${duration(limits.seconds!)}`;
        verdict = { cause: 'time limit', reason };
        group.stop();
      },
    });
    const stop = () => group.stop();
    const kill = () => group.kill();
    stopping.asked.addEventListener('abort', stop);
    stopping.insisted.addEventListener('abort', kill);
    if (stopping.asked.aborted) stop();
    for await (const line of child) {
      const epoch = epochIn(line);
      if (epoch) onEpoch(epoch);
      else log.write(`${line}\n`);
    }
    const ending = await child;
    watch.end();
    group.ended();
    stopping.asked.removeEventListener('abort', stop);
    stopping.insisted.removeEventListener('abort', kill);

    const result = ending.exitCode === 0 ? await readResult(job) : undefined;
    if (result) return { kind: 'done', result };
    if (stopping.asked.aborted) return { kind: 'stopped' };
    return { kind: 'failed', failure: verdict ?? failureOf(ending, await readLogFrom(files.log, before)) };
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

/** The epoch that a line reports, or undefined where it is something that a library printed. */
function epochIn(line: string): Epoch | undefined {
  try {
    return epochSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
