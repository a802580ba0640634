import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeRemains } from '../base/files/files.ts';
import { jobFiles } from '../job/folder.ts';
import type { Result } from '../job/result.ts';
import type { Plan } from '../suite/plan.ts';
import { doneElsewhere } from './done-elsewhere.ts';
import { type FileFault, inspectResult, type PlacedJob, placeJobs } from './job-folder.ts';

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
 * The plan's jobs with their folders, and the results that are there; what is not done in the suite's own folder may be in
 * that of another suite.
 * @throws Problem where a folder holds another job
 */
export async function look(plan: Plan, results: string): Promise<Looked> {
  const { faults, ...looked } = await inspect(plan, results);
  for (const { problem } of faults) if (problem) throw problem;
  return looked;
}

/** The same, with what is wrong with the jobs' files instead of a Problem; what is damaged counts as not done. */
export async function inspect(plan: Plan, results: string): Promise<Looked & { faults: FileFault[] }> {
  const own = suiteFolder(plan.suite.name, results);
  const jobsFolder = join(own, 'jobs');
  const existing = new Set<string>(await readdir(jobsFolder).catch(() => []));
  const jobs = placeJobs(plan.jobs, jobsFolder, existing);
  const done = new Map<string, Result>();
  const faults: FileFault[] = [];
  for (const job of jobs.filter(({ folder }) => existing.has(basename(folder)))) {
    const inspected = await inspectResult(job);
    faults.push(...inspected.faults);
    if (inspected.result) done.set(job.id, inspected.result);
  }
  const missing = jobs.filter(({ id }) => !done.has(id));
  const { found: elsewhere, faults: faultsElsewhere } = await doneElsewhere(missing, results, own);
  for (const [id, { result }] of elsewhere) done.set(id, result);
  return { jobs: placeJobs(plan.jobs, jobsFolder, existing, elsewhere), done, faults: [...faults, ...faultsElsewhere] };
}

/** Does a job lie in the suite's own folder, and not in another one's? */
export function isOwn({ folder }: Pick<PlacedJob, 'folder'>, suiteFolder: string): boolean {
  return dirname(dirname(folder)) === suiteFolder;
}

/**
 * Removes what killed processes have left in the folders of jobs that are done: checkpoints, heartbeats, half-written files.
 * @param suiteFolder what lies elsewhere is left alone
 */
export async function tidy(
  jobs: readonly PlacedJob[],
  done: ReadonlyMap<string, Result>,
  suiteFolder: string,
): Promise<void> {
  for (const { folder } of jobs.filter((job) => done.has(job.id) && isOwn(job, suiteFolder))) {
    const { checkpoint, previousCheckpoint, heartbeat } = jobFiles(folder);
    const remains = [checkpoint, previousCheckpoint, heartbeat];
    await Promise.all(remains.map((file) => rm(file, { force: true })));
    await removeRemains(Object.values(jobFiles(folder)));
  }
}
