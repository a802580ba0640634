import { complaint, isPassing, slurm } from './command.ts';

/** A task of an array, as the queue shows it. */
export interface QueuedTask {
  /** The name of the array, which is ours. */
  name: string;
  array: string;
  /** Its place in the array. */
  index: number;
  /** Slurm's word, such as RUNNING. */
  state: string;
  /** Where it runs; empty before. */
  node: string;
}

/** How a task ended, as the accounts have it. */
export interface TaskEnd {
  state: string;
  exitCode?: number;
}

export const taskKey = ({ array, index }: Pick<QueuedTask, 'array' | 'index'>) => `${array}_${index}`;

const pending = new Set([
  ...['PENDING', 'CONFIGURING', 'REQUEUED', 'REQUEUE_FED', 'REQUEUE_HOLD', 'SPECIAL_EXIT', 'RESV_DEL_HOLD'],
]);
const running = new Set(['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'SIGNALING', 'STAGE_OUT', 'RESIZING']);

/** Does it wait for its turn? */
export const isPending = ({ state }: QueuedTask) => pending.has(state);
/** Has it begun, and not ended? */
export const isRunning = ({ state }: QueuedTask) => running.has(state);

/**
 * The tasks of arrays with these names that are queued, run, or ended in the last minutes: Slurm forgets them then.
 * @returns undefined where the cluster gives no answer just now
 * @throws Problem where squeue is not installed
 */
export async function queuedTasks(names: readonly string[]): Promise<QueuedTask[] | undefined> {
  if (names.length === 0) return [];
  const said = await slurm('squeue', [
    ...['--noheader', '--array', '--states=all', '--format=%j|%F|%K|%T|%N'],
    `--name=${names.join(',')}`,
  ]);
  return said.failed ? undefined : tasksIn(said.stdout);
}

/** What `squeue --format=%j|%F|%K|%T|%N` prints. */
export function tasksIn(text: string): QueuedTask[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', array = '', index = '', state = '', node = ''] = line.split('|');
    return /^\d+$/.test(array) && /^\d+$/.test(index) ? [{ name, array, index: Number(index), state, node }] : [];
  });
}

/** What a cluster's accounts say about how tasks ended. */
export class Accounts {
  #areOff = false;

  /** How these arrays' tasks ended, by `taskKey`; nothing where the cluster keeps no accounts, or gives no answer just now. */
  async endings(arrays: readonly string[]): Promise<Map<string, TaskEnd>> {
    if (this.#areOff || arrays.length === 0) return new Map();
    const said = await slurm('sacct', [
      ...['--noheader', '--parsable2', '--allocations', '--format=JobID,State,ExitCode'],
      `--jobs=${arrays.join(',')}`,
    ]).catch(() => undefined);
    // Without accounts sacct says that they are disabled, and some sites do not install it.
    if (said === undefined || (said.failed && !isPassing(said) && /disabled/.test(complaint(said))))
      this.#areOff = true;
    return !said || said.failed ? new Map() : endingsIn(said.stdout);
  }
}

/**
 * What `sacct --parsable2 --format=JobID,State,ExitCode` prints, without what is queued or runs. What was cancelled
 * before it ran is not among it.
 */
export function endingsIn(text: string): Map<string, TaskEnd> {
  const endings = new Map<string, TaskEnd>();
  for (const line of text.split('\n')) {
    const [id = '', words = '', code = ''] = line.split('|');
    // `CANCELLED by 1000`
    const [state = ''] = words.split(' ');
    if (state === '' || pending.has(state) || running.has(state)) continue;
    const [status = 0, signal = 0] = code.split(':').map(Number);
    const exitCode = signal > 0 ? 128 + signal : status;
    const [array = '', index = ''] = id.split('_');
    if (/^\d+$/.test(index)) endings.set(taskKey({ array, index: Number(index) }), { state, exitCode });
  }
  return endings;
}
