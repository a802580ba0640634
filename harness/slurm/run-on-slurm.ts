import { setTimeout } from 'node:timers/promises';
import { jobFiles } from '../job/folder.ts';
import { readHeartbeat } from '../job/heartbeat.ts';
import type { Result } from '../job/result.ts';
import { exitCode, Problem } from '../problem.ts';
import type { Watched } from '../runner/executor.ts';
import { type Failure, readLogFrom } from '../runner/failure.ts';
import { type PlacedJob, readResult } from '../runner/job-folder.ts';
import { defaultLimits, type Limits } from '../runner/limits.ts';
import { duration } from '../runner/progress-lines.ts';
import { defaultRetries, type Retries, secondsBeforeRetry } from '../runner/retries.ts';
import { say } from '../say.ts';
import { slurm } from './command.ts';
import { findQueued } from './find-queued.ts';
import { taskFailure } from './outcome.ts';
import { Accounts, isPending, isRunning, keyOf, type QueuedTask, queuedTasks } from './queue.ts';
import { batchesOf } from './stages.ts';
import { type SubmitOptions, submit } from './submit.ts';
import { epochsIn, exitCodeLeft, type Task, taskOf } from './task.ts';

export interface SlurmRunOptions extends Watched, SubmitOptions {
  limits?: Limits | undefined;
  retries?: Retries | undefined;
}

/** A task that has ended is looked for so often before it is judged: a shared file system shows its files late. */
const looksForResult = 2;

/** Hands jobs in, and watches them until none is left in the queue. */
export class SlurmRun {
  /** What is in the queue, by the jobs' identities. */
  readonly #tasks = new Map<string, Task>();
  readonly #attempts = new Map<string, number>();
  /** When jobs are tried again, on the clock of `performance`. */
  readonly #resting = new Map<string, number>();
  /** Jobs that are not tried again, or are not run as others failed: which failed, by their identities. */
  readonly #failed = new Map<string, PlacedJob>();
  readonly #accounts = new Accounts();
  #isSilent = false;
  #isUnsure = false;

  constructor(
    private readonly jobs: readonly PlacedJob[],
    private readonly results: Map<string, Result>,
    private readonly options: SlurmRunOptions,
  ) {}

  /** @returns whether all jobs are done */
  async run(): Promise<boolean> {
    const { stopping, progress, onProgress, site } = this.options;
    await this.#adopt();
    await this.#submit();
    while (this.#tasks.size > 0 || this.#resting.size > 0) {
      onProgress();
      await setTimeout(1000 * site.pollSeconds, undefined, { signal: stopping.asked }).catch(() => {});
      // What was handed in goes on without us.
      if (stopping.asked.aborted) return false;
      await this.#look();
      await this.#submitAgain();
    }
    return progress.done.size === this.jobs.length;
  }

  /** Takes over what is in the queue without our knowing, from earlier runs. */
  async #adopt(): Promise<void> {
    const { journal, suiteFolder } = this.options;
    const waiting = this.jobs.filter(({ id }) => !this.results.has(id) && !this.#tasks.has(id));
    const found = await findQueued(suiteFolder, waiting);
    for (const { job, name, array, index } of found.tasks) {
      const attempt = (this.#attempts.get(job.id) ?? 0) + 1;
      this.#attempts.set(job.id, attempt);
      this.#tasks.set(job.id, await taskOf(job, { name, array, index, attempt }, false));
    }
    if (found.tasks.length > 0) say(`${found.tasks.length} jobs are in the cluster's queue already`);
    // What ended since results were looked for is not to be trained once more.
    for (const job of waiting.filter(({ id }) => !this.#tasks.has(id))) {
      const result = await readResult(job);
      if (!result) continue;
      const { accuracy, seconds } = result;
      this.results.set(job.id, result);
      this.options.progress.start(job);
      this.options.progress.end(job, 'done');
      journal.append({ event: 'done', job: job.id, label: job.label, accuracy, seconds });
    }
  }

  /** Hands in all that may run, or may when what is in the queue has ended. */
  async #submit(): Promise<void> {
    const { progress, journal, site } = this.options;
    const free = (progress.waiting as PlacedJob[]).filter(({ id }) => !this.#tasks.has(id) && !this.#resting.has(id));
    for (const { stage, jobs } of batchesOf(free, this.results, this.#tasks, site.arraySize)) {
      const after = jobs.flatMap(({ dependsOn }) => dependsOn.flatMap((id) => this.#tasks.get(id) ?? []));
      const batch = { stage, jobs, after: [...new Set(after.map(keyOf))] };
      const { name, array } = await submit(batch, this.options);
      journal.append({ event: 'submitted', array, tasks: jobs.map(({ id }) => id) });
      for (const [index, job] of jobs.entries()) {
        const attempt = (this.#attempts.get(job.id) ?? 0) + 1;
        this.#attempts.set(job.id, attempt);
        this.#tasks.set(job.id, await taskOf(job, { name, array, index, attempt }, true));
      }
    }
  }

  /** The same, where the cluster answers: if it does not, the jobs wait a while longer. */
  async #submitAgain(): Promise<void> {
    for (const [id, time] of this.#resting) if (time <= performance.now()) this.#resting.delete(id);
    try {
      // What was handed in as the cluster fell silent may be in the queue all the same.
      if (this.#isUnsure) await this.#adopt();
      this.#isUnsure = false;
      await this.#submit();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== exitCode.machine) throw error;
      const missing = (this.options.progress.waiting as PlacedJob[]).filter(({ id }) => !this.#tasks.has(id));
      this.#isUnsure = true;
      for (const { id } of missing) this.#resting.set(id, performance.now() + 60_000);
      this.#tellSilence();
    }
  }

  #tellSilence(): void {
    if (!this.#isSilent) say('the cluster does not answer; it is asked again and again');
    this.#isSilent = true;
  }

  async #look(): Promise<void> {
    // Teachers first, then students: whether a job's was there decides what its end means.
    const order = this.jobs.map(({ id }) => id);
    const tasks = [...this.#tasks.values()].toSorted((a, b) => order.indexOf(a.job.id) - order.indexOf(b.job.id));
    const queued = await queuedTasks([...new Set(tasks.map(({ name }) => name))]);
    if (!queued) return this.#tellSilence();
    this.#isSilent = false;
    const rows = new Map(queued.map((row) => [keyOf(row), row]));
    const ended: Task[] = [];
    for (const task of tasks) {
      const row = rows.get(keyOf(task));
      if (row && isRunning(row)) await this.#seeAtWork(task, row);
      else if (row && isPending(row)) this.#seeQueued(task);
      else if (!(await this.#takeResult(task)) && ++task.gone >= looksForResult) ended.push(task);
    }
    if (ended.length > 0) await this.#judge(ended, rows);
  }

  #start({ job, attempt }: Task, device: string): void {
    const { progress, journal } = this.options;
    progress.start(job, device);
    journal.append({ event: 'started', job: job.id, label: job.label, attempt, device });
  }

  async #seeAtWork(task: Task, { node }: QueuedTask): Promise<void> {
    const { progress, limits = defaultLimits } = this.options;
    const { job } = task;
    task.gone = 0;
    // One whose teacher is not there only starts to say so.
    if (!job.dependsOn.every((id) => this.results.has(id))) return;
    if (!task.isStarted) {
      this.#start(task, node || 'Slurm');
      task.isStarted = true;
      task.beatAt = performance.now();
    }
    const epochs = await epochsIn(job);
    for (const epoch of epochs.slice(task.epochs)) progress.epoch(job, epoch);
    task.epochs = epochs.length;
    const heartbeat = await readHeartbeat(jobFiles(job.folder).heartbeat);
    const beat = heartbeat ? `${heartbeat.pid} ${heartbeat.beat}` : '';
    if (heartbeat && beat !== task.beat) {
      task.beat = beat;
      task.beatAt = performance.now();
      progress.heartbeat(job, heartbeat);
    } else if (!task.verdict && performance.now() - task.beatAt > 1000 * limits.stallSeconds) {
      const reason = `it showed no sign of life for ${duration(limits.stallSeconds)}, and was cancelled`;
      task.verdict = { cause: 'stalled', reason };
      await slurm('scancel', [keyOf(task)]);
    }
  }

  /** It waits, perhaps once more: its time was over, or its node failed, and the cluster has queued it again. */
  #seeQueued(task: Task): void {
    task.gone = 0;
    if (!task.isStarted) return;
    const { progress, journal } = this.options;
    task.isStarted = false;
    progress.requeue(task.job);
    journal.append({ event: 'stopped', job: task.job.id, label: task.job.label });
  }

  /** @returns whether the task has left a result */
  async #takeResult(task: Task): Promise<boolean> {
    const { job, attempt } = task;
    const { progress, journal } = this.options;
    const result = await readResult(job);
    if (!result) return false;
    // Between two looks it may have begun and ended.
    if (!task.isStarted) this.#start(task, 'Slurm');
    const { accuracy, seconds } = result;
    this.#tasks.delete(job.id);
    this.results.set(job.id, result);
    progress.end(job, 'done');
    journal.append({ event: 'done', job: job.id, label: job.label, attempt, accuracy, seconds });
    return true;
  }

  /** Tells why tasks ended that left no result. */
  async #judge(tasks: readonly Task[], rows: ReadonlyMap<string, QueuedTask>): Promise<void> {
    const endings = await this.#accounts.endings([...new Set(tasks.map(({ array }) => array))]);
    for (const task of tasks) {
      const { job } = task;
      this.#tasks.delete(job.id);
      const ending = endings.get(keyOf(task)) ?? rows.get(keyOf(task));
      const left = await exitCodeLeft(job);
      const log = await readLogFrom(jobFiles(job.folder).log, task.logStart);
      const { again, ...failure } = taskFailure(ending, left, log);
      const isReady = job.dependsOn.every((id) => this.results.has(id));
      if (!isReady && failure.cause === 'data') this.#missTeacher(task);
      else this.#fail(task, task.verdict ?? failure, { again: task.verdict !== undefined || again, left });
    }
  }

  /** Its teacher, or what it probes, failed or is tried again: it is no failure of its own. */
  #missTeacher({ job }: Task): void {
    this.#attempts.set(job.id, (this.#attempts.get(job.id) ?? 1) - 1);
    const teacher = job.dependsOn.map((id) => this.#failed.get(id)).find((failed) => failed !== undefined);
    if (teacher) this.#skip(job, teacher);
  }

  #fail(task: Task, failure: Failure, { again, left }: { again: boolean; left: number | undefined }): void {
    const { progress, journal, retries = defaultRetries } = this.options;
    const { job, attempt } = task;
    // What is cancelled in the queue never began.
    if (!task.isStarted && left === undefined) progress.start(job);
    else if (!task.isStarted) this.#start(task, 'Slurm');
    const retryAfter = again ? secondsBeforeRetry(attempt, retries) : undefined;
    progress.end(job, 'failed');
    journal.append({
      ...{ event: 'failed', job: job.id, label: job.label, attempt, ...failure },
      ...(retryAfter !== undefined && { retryAfter }),
    });
    if (retryAfter !== undefined) {
      progress.again(job);
      this.#resting.set(job.id, performance.now() + 1000 * retryAfter);
      return;
    }
    this.#failed.set(job.id, job);
    this.#skipDependants(job, job);
  }

  #skip(job: PlacedJob, because: PlacedJob): void {
    const { progress, journal } = this.options;
    progress.skip(job);
    journal.append({ event: 'skipped', job: job.id, label: job.label, because: `${because.label} failed` });
    this.#failed.set(job.id, because);
    this.#skipDependants(job, because);
  }

  /** Those that are in the queue end by themselves. */
  #skipDependants({ id }: PlacedJob, because: PlacedJob): void {
    const dependants = (this.options.progress.waiting as PlacedJob[]).filter(({ dependsOn }) => dependsOn.includes(id));
    for (const one of dependants.filter((job) => !this.#tasks.has(job.id))) this.#skip(one, because);
  }
}
