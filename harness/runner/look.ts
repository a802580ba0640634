import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Result } from '../job/result.ts';
import type { Plan } from '../suite/plan.ts';
import { type PlacedJob, placeJobs, readResult } from './job-folder.ts';

/** The folder of a suite's jobs and tables. */
export function suiteFolder(plan: Plan, results: string): string {
  return join(results, plan.suite.name);
}

/**
 * The plan's jobs with their folders, and the results that are there.
 * @throws Problem where a folder holds another job
 */
export async function look(plan: Plan, results: string): Promise<{ jobs: PlacedJob[]; done: Map<string, Result> }> {
  const jobsFolder = join(suiteFolder(plan, results), 'jobs');
  const existing = new Set<string>(await readdir(jobsFolder).catch(() => []));
  const jobs = placeJobs(plan.jobs, jobsFolder, existing);
  const done = new Map<string, Result>();
  for (const job of jobs.filter(({ folder }) => existing.has(basename(folder)))) {
    const result = await readResult(job);
    if (result) done.set(job.id, result);
  }
  return { jobs, done };
}
