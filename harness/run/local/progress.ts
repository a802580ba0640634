import type { Heartbeat } from '../../job/heartbeat.ts';
import { epochsOf, firstStageEpochs } from '../../job/job.ts';
import { type Epoch, isMain, type Result } from '../../job/result.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import { secondsLeft } from './eta.ts';
import { Pace } from './pace.ts';
import { type Situation, teacherOutputs } from './schedule.ts';

/** A job at work. */
export interface Running {
  job: PlannedJob;
  /** What it runs on. */
  device: string;
  /** The epoch that it finished last. */
  epoch: Epoch | undefined;
  /** When it started, or finished that epoch, in seconds of the progress's clock. */
  since: number;
  heartbeat: Heartbeat | undefined;
}

/** How far the jobs are. */
export class Progress {
  readonly running = new Map<string, Running>();
  readonly waiting: PlannedJob[];
  readonly done = new Set<string>();
  readonly #cached = new Set<string>();
  /** How many jobs failed, and how many were skipped because theirs did. */
  failed = 0;
  skipped = 0;
  /** How often a job that failed was tried again. */
  retried = 0;

  /**
   * @param jobs all of them
   * @param results of the jobs that were done before
   * @param slots how many jobs run at a time
   * @param now a clock, in seconds
   * @param pace how long epochs take; learns from these jobs
   */
  constructor(
    readonly jobs: readonly PlannedJob[],
    results: ReadonlyMap<string, Result>,
    readonly slots: number,
    readonly now: () => number = () => performance.now() / 1000,
    private readonly pace = new Pace(),
  ) {
    for (const job of jobs) {
      const result = results.get(job.id);
      if (!result) continue;
      this.#finish(job);
      this.pace.add(job.configuration, result.seconds, epochsOf(job.configuration));
    }
    this.waiting = jobs.filter(({ id }) => !this.done.has(id));
  }

  start(job: PlannedJob, device = 'CPU'): void {
    this.waiting.splice(this.waiting.indexOf(job), 1);
    this.running.set(job.id, { job, device, epoch: undefined, since: this.now(), heartbeat: undefined });
  }

  epoch(job: PlannedJob, epoch: Epoch): void {
    this.#change(job, { epoch, since: this.now() });
    this.pace.add(job.configuration, epoch.seconds);
  }

  heartbeat(job: PlannedJob, heartbeat: Heartbeat): void {
    this.#change(job, { heartbeat });
  }

  #change({ id }: PlannedJob, change: Partial<Running>): void {
    const running = this.running.get(id);
    if (running) this.running.set(id, { ...running, ...change });
  }

  end(job: PlannedJob, kind: 'done' | 'failed' | 'stopped'): void {
    this.running.delete(job.id);
    if (kind === 'done') this.#finish(job);
    if (kind === 'failed') this.failed += 1;
  }

  #finish(job: PlannedJob): void {
    this.done.add(job.id);
    for (const outputs of teacherOutputs(job)) this.#cached.add(outputs);
  }

  /** It failed, and is going to be tried again. */
  again(job: PlannedJob): void {
    this.failed -= 1;
    this.retried += 1;
    this.waiting.push(job);
  }

  /** A cluster stopped it, and is going to run it again. */
  requeue(job: PlannedJob): void {
    this.running.delete(job.id);
    this.waiting.push(job);
  }

  skip(job: PlannedJob): void {
    this.waiting.splice(this.waiting.indexOf(job), 1);
    this.skipped += 1;
  }

  /** What decides which job is next. */
  get situation(): Situation {
    return { running: Array.from(this.running.values(), ({ job }) => job), done: this.done, cached: this.#cached };
  }

  /** How long the job is going to take from here; before anything was measured, an epoch counts a second. */
  readonly secondsOf = (job: PlannedJob): number => {
    const anEpoch = this.pace.secondsAnEpoch(job.configuration) ?? 1;
    const running = this.running.get(job.id);
    const epochs = epochsOf(job.configuration) - epochsDone(job, running);
    // Of an epoch that nothing is heard of some time is over; if it takes longer than usual nobody knows what is left.
    const spent = running && !running.heartbeat ? Math.min(this.now() - running.since, anEpoch) : 0;
    return Math.max(0, epochs * anEpoch - spent);
  };

  /** How much is done, from 0 to 1: each job counts the same, and one at work by its epochs. */
  share(): number {
    if (this.jobs.length === 0) return 0;
    const parts = Array.from(this.running.values(), (running) => {
      const epochs = epochsOf(running.job.configuration);
      return epochs === 0 ? 0 : Math.min(1, epochsDone(running.job, running) / epochs);
    });
    return (this.done.size + parts.reduce((sum, part) => sum + part, 0)) / this.jobs.length;
  }

  /** How many seconds until all is done; undefined before anything was measured. */
  secondsLeft(): number | undefined {
    const first = this.jobs[0];
    if (first === undefined || this.pace.secondsAnEpoch(first.configuration) === undefined) return undefined;
    return secondsLeft(this.situation, this.waiting, this.slots, this.secondsOf);
  }
}

/** How many of the job's epochs are over, of all its stages; a part of one counts where a heartbeat reports it. */
function epochsDone({ configuration }: PlannedJob, running: Running | undefined): number {
  const { heartbeat, epoch } = running ?? {};
  const before = firstStageEpochs(configuration);
  if (heartbeat) {
    const { stage, step, steps } = heartbeat;
    return (stage === 'main' ? before : 0) + heartbeat.epoch - 1 + step / steps;
  }
  return epoch ? epoch.epoch + (isMain(epoch) ? before : 0) : 0;
}
