import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { cannotRead, cannotWrite, writeWhole } from '../files.ts';
import { folderName, jobFiles } from '../job/folder.ts';
import { type Job, sourceOf, teachersOf } from '../job/job.ts';
import { type Result, resultSchema } from '../job/result.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import type { PlannedJob } from '../suite/plan.ts';

/** A job and where it lives. */
export interface PlacedJob extends PlannedJob {
  folder: string;
  /** The folders of the teachers' jobs, relative to this job's own. */
  teacherFolders: string[];
  /** That of the job whose network it probes. */
  sourceFolder: string | undefined;
}

/**
 * Finds the name of a job's folder among others, under any label, as a row may have been renamed.
 * @param existing the names of what is in a folder of jobs
 */
export function finderIn(existing: Iterable<string>): (job: PlannedJob) => string | undefined {
  const byHash = new Map(Array.from(existing, (name) => [name.slice(name.lastIndexOf('-')), name]));
  return (job) => byHash.get(folderName(job).slice(job.label.length));
}

/**
 * Gives each job its folder: the one that is there, or a new one.
 * @param existing the names of what is in `jobsFolder`
 * @param elsewhere the folders of jobs that are done in other suites, by their identities
 */
export function placeJobs(
  jobs: readonly PlannedJob[],
  jobsFolder: string,
  existing: Iterable<string>,
  elsewhere: ReadonlyMap<string, Pick<PlacedJob, 'folder'>> = new Map(),
): PlacedJob[] {
  const find = finderIn(existing);
  const folders = new Map(
    jobs.map((job) => [job.id, elsewhere.get(job.id)?.folder ?? join(jobsFolder, find(job) ?? folderName(job))]),
  );
  return jobs.map((job) => {
    const folder = folders.get(job.id)!;
    const { configuration, importedTeacher: imported } = job;
    const source = sourceOf(configuration);
    const placeOf = (id: string) => relative(folder, id === imported?.id ? imported.folder : folders.get(id)!);
    return {
      ...job,
      folder,
      teacherFolders: teachersOf(configuration).map(placeOf),
      sourceFolder: source === undefined ? undefined : placeOf(source),
    };
  });
}

/**
 * The job's result, or undefined where it is not done.
 * @throws Problem where the folder holds another job
 */
export async function readResult({ id, folder }: Pick<PlacedJob, 'id' | 'folder'>): Promise<Result | undefined> {
  const files = jobFiles(folder);
  const job = z.object({ id: z.string() }).safeParse(await readJson(files.job));
  if (job.success && job.data.id !== id) throw anotherJob(files.job, job.data.id, id);
  const result = resultSchema.safeParse(await readJson(files.result));
  if (result.success && result.data.job.id !== id) throw anotherJob(files.result, result.data.job.id, id);
  // A damaged result is none: the job runs again.
  return result.data;
}

function anotherJob(file: string, found: string, expected: string): Problem {
  return new Problem(
    `${file} is of the job ${found}, and ${expected} belongs there`,
    'Move the folder away, or give another one with --results DIR',
    exitCode.data,
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT') || cause instanceof SyntaxError) return undefined;
    throw cannotRead(file, cause);
  }
}

/**
 * Makes the job's folder, with its `job.json`.
 * @throws Problem where it cannot be written
 */
export async function prepareFolder({ folder, ...placed }: PlacedJob): Promise<void> {
  const { id, label, configuration, teacherFolders, sourceFolder } = placed;
  const job: Job = { id, label, configuration, teacherFolders, ...(sourceFolder !== undefined && { sourceFolder }) };
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  // An earlier process's would pass for a sign of life.
  await rm(jobFiles(folder).heartbeat, { force: true });
  await writeWhole(jobFiles(folder).job, `${JSON.stringify(job, undefined, 2)}\n`);
}
