import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { removeRemains } from '../files.ts';
import { jobFiles } from '../job/folder.ts';
import type { Result } from '../job/result.ts';
import type { Plan } from '../suite/plan.ts';
import { type PlacedJob, placeJobs, readResult } from './job-folder.ts';

/** The folder of a suite's jobs and tables. */
export function suiteFolder(suite: string, results: string): string {
  return join(results, suite);
}

export interface Looked {
  jobs: PlacedJob[];
  /** The results that are there, by the identities of their jobs. */
  done: Map<string, Result>;
}

/**
 * The plan's jobs with their folders, and the results that are there.
 * @throws Problem where a folder holds another job
 */
export async function look(plan: Plan, results: string): Promise<Looked> {
  const jobsFolder = join(suiteFolder(plan.suite.name, results), 'jobs');
  const existing = new Set<string>(await readdir(jobsFolder).catch(() => []));
  const jobs = placeJobs(plan.jobs, jobsFolder, existing);
  const done = new Map<string, Result>();
  for (const job of jobs.filter(({ folder }) => existing.has(basename(folder)))) {
    const result = await readResult(job);
    if (result) done.set(job.id, result);
  }
  return { jobs, done };
}

/** Removes what killed processes have left in the folders of jobs that are done: checkpoints, heartbeats, half-written files. */
export async function tidy(jobs: readonly PlacedJob[], done: ReadonlyMap<string, Result>): Promise<void> {
  for (const { folder } of jobs.filter(({ id }) => done.has(id))) {
    const { checkpoint, previousCheckpoint, heartbeat } = jobFiles(folder);
    const remains = [checkpoint, previousCheckpoint, heartbeat];
    await Promise.all(remains.map((file) => rm(file, { force: true })));
    await removeRemains(Object.values(jobFiles(folder)));
  }
}
