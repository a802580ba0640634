import { readFile, stat } from 'node:fs/promises';
import { jobFiles } from '../../job/folder.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import type { Failure } from '../local/failure.ts';

/** A job that is in the cluster's queue, or was when it was last seen. */
export interface Task {
  job: PlacedJob;
  /** The array's name and number, and the task's place in it. */
  name: string;
  array: string;
  index: number;
  attempt: number;
  /** Was it seen at work? */
  isStarted: boolean;
  /** How often it was looked for since it had ended. */
  gone: number;
  /** How long the job's log was before. */
  logStart: number;
  /** How many of its epochs were reported. */
  epochs: number;
  /** Its last sign of life, and when that was seen. */
  beat: string;
  beatAt: number;
  /** Why it was ended, where we did it. */
  verdict: Failure | undefined;
}

/** A task as it is when it is handed in, or found in the queue. */
export async function taskOf(
  job: PlacedJob,
  place: Pick<Task, 'name' | 'array' | 'index' | 'attempt'>,
  isNew: boolean,
): Promise<Task> {
  const { log } = jobFiles(job.folder);
  const logStart = isNew
    ? await stat(log).then(
        ({ size }) => size,
        () => 0,
      )
    : 0;
  const own = { isStarted: false, gone: 0, logStart, epochs: 0, beat: '', beatAt: 0, verdict: undefined };
  return { job, ...place, ...own };
}

/** The exit code that a job's last process left in its folder. */
export async function exitCodeLeft({ folder }: PlacedJob): Promise<number | undefined> {
  const text = await readFile(jobFiles(folder).exitCode, 'utf8').catch(() => '');
  return /^\d+\n/.test(text) ? Number(text) : undefined;
}
