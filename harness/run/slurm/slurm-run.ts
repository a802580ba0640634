import { say } from '../../base/terminal/say.ts';
import type { Result } from '../../job/result.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import type { Watched } from '../local/executor.ts';
import type { Limits } from '../local/limits.ts';
import type { Retries } from '../local/retries.ts';
import { Accounts } from './queue.ts';
import type { SubmitOptions } from './submit.ts';
import { type Task, taskOf } from './task.ts';

export interface SlurmRunOptions extends Watched, SubmitOptions {
  limits?: Limits | undefined;
  retries?: Retries | undefined;
}

/** What a runner knows of its jobs on the cluster, and of the cluster. */
export class SlurmRun {
  /** What is in the queue, by the jobs' identities. */
  readonly tasks = new Map<string, Task>();
  /** When jobs are tried again, on the clock of `performance`. */
  readonly resting = new Map<string, number>();
  /** Jobs that are not tried again, or are not run as others failed: which failed, by their identities. */
  readonly failed = new Map<string, PlacedJob>();
  readonly accounts = new Accounts();
  /** Has it been told that the cluster does not answer? */
  isSilent = false;
  /** May the queue hold what was submitted as the cluster fell silent? */
  isUnsure = false;
  readonly #attempts = new Map<string, number>();

  constructor(
    readonly jobs: readonly PlacedJob[],
    /** Gains an entry for each job that gets done. */
    readonly results: Map<string, Result>,
    readonly options: SlurmRunOptions,
  ) {}

  /** Jobs that neither run nor have ended, those in the queue among them. */
  get waiting(): readonly PlacedJob[] {
    return this.options.progress.waiting as PlacedJob[];
  }

  /** Are the results there that the job waits for? */
  isReady({ dependsOn }: PlacedJob): boolean {
    return dependsOn.every((id) => this.results.has(id));
  }

  /** Notes that a job is in the queue, which is one more attempt at it. */
  async add(job: PlacedJob, place: Pick<Task, 'name' | 'array' | 'index'>, isNew: boolean): Promise<void> {
    const attempt = (this.#attempts.get(job.id) ?? 0) + 1;
    this.#attempts.set(job.id, attempt);
    this.tasks.set(job.id, await taskOf(job, { ...place, attempt }, isNew));
  }

  /** The job's last attempt was none. */
  takeBackAttempt({ id }: PlacedJob): void {
    this.#attempts.set(id, (this.#attempts.get(id) ?? 1) - 1);
  }

  tellSilence(why = 'the cluster does not answer'): void {
    if (!this.isSilent) say(`${why}; it is asked again and again`);
    this.isSilent = true;
  }
}
