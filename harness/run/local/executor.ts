import type { Result } from '../../job/result.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import type { Journal } from '../../results/journal/journal.ts';
import type { Plan } from '../../suite/plan.ts';
import type { Progress } from './progress.ts';
import type { Stopping } from './stopping.ts';

/** What an executor asks and tells while jobs run. */
export interface Watched {
  stopping: Stopping;
  journal: Journal;
  progress: Progress;
  /** What the jobs' processes have in their environment beside that of this one. */
  environment?: Readonly<Record<string, string>> | undefined;
  /** Called when the progress has changed. */
  onProgress(): void;
}

/** Where the jobs of a suite run: on this machine, or on a cluster. */
export interface JobExecutor {
  name: 'local' | 'slurm';
  /**
   * Looks for what it needs, before any job starts.
   * @param missing how many jobs there are to run
   * @returns how many jobs run at a time
   * @throws Problem where something is missing
   */
  slots(plan: Plan, missing: number): Promise<number>;
  /**
   * Checks whether none of these jobs waits or runs where a run does not see it.
   * @throws Problem where one does
   */
  checkIdle?(jobs: readonly PlacedJob[], folder: string): Promise<void>;
  /** Do jobs have GPUs? Known once `slots` was asked. */
  readonly hasGpus: boolean;
  /** How many jobs share what one has room for: above 1 where the user wants more at a time than there are cores for. */
  readonly crowding: number;
  /** Where that is, as the end of a sentence: `2 at a time`. */
  where(count: number): string;
  /**
   * Runs all jobs whose results are not there yet.
   * @param results what is there; gains an entry for each job that gets done
   * @returns whether all of them are done now
   * @throws Problem where a job's folder or the journal cannot be written
   */
  runJobs(
    jobs: readonly PlacedJob[],
    results: Map<string, Result>,
    options: Watched & { plan: Plan; folder: string },
  ): Promise<boolean>;
  /** What to say after a Ctrl-C. */
  stopped(plan: Plan): string;
}
