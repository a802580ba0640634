import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { cannotWrite } from '../../base/files/files.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { type Failure, failureOf } from '../../run/local/failure.ts';
import { ProcessGroup, withParent } from '../../run/local/process-group.ts';
import { environmentOf, type Slot } from '../../run/local/slots.ts';
import type { Stopping } from '../../run/local/stopping.ts';
import { leaveNoBytecode } from '../bench/steps/reference.ts';
import type { Checkout } from './checkout.ts';
import type { PythonData } from './python-data.ts';
import { trainingCall } from './reference-call.ts';
import { keepTrial, type PlannedTrial, trialIn } from './reference-trials.ts';
import type { ReferenceTrial } from './trial.ts';

const program = fileURLToPath(new URL('reference.py', import.meta.url));

export interface ReferenceProcess {
  checkout: Checkout;
  data: PythonData;
  /** A safetensors file with the weights of the trial's teacher; undefined where it has none. */
  weights: string | undefined;
  /** A folder for what RepDistiller writes: it is made, and removed. */
  scratch: string;
  slot: Slot;
  stopping: Stopping;
}

/** How a training by RepDistiller ended. */
export type Ended =
  | { kind: 'done'; trial: ReferenceTrial }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'stopped' };

/**
 * Trains a student by RepDistiller's own program, in a process of its own; what that prints is in the trial's log.
 * @throws Problem where a file cannot be written
 */
export async function trainByReference(planned: PlannedTrial, options: ReferenceProcess): Promise<Ended> {
  const { checkout, data, weights, scratch, slot, stopping } = options;
  const { program: main, arguments: typed, teacher } = trainingCall(planned.student.configuration);
  const told = {
    ...{ checkout: checkout.folder, program: main, data, seed: planned.student.configuration.seed },
    // Beside a GPU processes make the batches; on a CPU they would take its threads.
    arguments: [...typed, '--num_workers', String(slot.gpu === undefined ? 0 : Math.max(2, slot.threads))],
    threads: slot.threads,
    ...(teacher && weights !== undefined && { teacher: { path: teacher.path, weights } }),
  };
  const log = await openLog(planned.log);
  try {
    await makeFolder(scratch);
    const [command, ...args] = withParent([checkout.python, program, JSON.stringify(told)]);
    const child = execa(command!, args, {
      cwd: scratch,
      env: { ...environmentOf(slot), ...leaveNoBytecode },
      stdio: ['ignore', log, log],
      reject: false,
      detached: true,
    });
    const group = new ProcessGroup(child.pid, 0);
    const kill = () => group.kill();
    stopping.asked.addEventListener('abort', kill);
    if (stopping.asked.aborted) kill();
    const ending = await child;
    group.ended();
    stopping.asked.removeEventListener('abort', kill);
    if (stopping.asked.aborted) return { kind: 'stopped' };
    const trial = ending.exitCode === 0 ? await recordIn(scratch, planned) : undefined;
    if (!trial) return { kind: 'failed', failure: failureOf(ending, await readFile(planned.log, 'utf8')) };
    await keepTrial(planned, trial);
    return { kind: 'done', trial };
  } finally {
    log.end();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @throws Problem where it cannot be written */
async function openLog(file: string): Promise<WriteStream> {
  const log = createWriteStream(file);
  // Only an open file can be given to a process.
  await once(log, 'open').catch((cause) => {
    throw cannotWrite(file, cause);
  });
  return log;
}

/** What the process has left; undefined where that is nothing, or something else. */
async function recordIn(folder: string, planned: PlannedTrial): Promise<ReferenceTrial | undefined> {
  const text = await readFile(join(folder, 'record.json'), 'utf8').catch(() => '');
  return trialIn(text, planned);
}
