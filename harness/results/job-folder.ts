import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { cannotRead, cannotWrite, writeWhole } from '../base/files/files.ts';
import { makeFolder } from '../base/files/make-folder.ts';
import { exitCode, isSystemError, Problem } from '../base/problem.ts';
import { validate } from '../base/validate/validate.ts';
import { folderName, jobFiles } from '../job/folder.ts';
import { type Job, sourceOf, teachersOf } from '../job/job.ts';
import { type Result, resultSchema } from '../job/result.ts';
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
 * The job's result, or undefined where it is not done. A damaged result is none: the job runs again.
 * @throws Problem where the folder holds another job, or cannot be read
 */
export async function readResult(job: Pick<PlacedJob, 'id' | 'folder'>): Promise<Result | undefined> {
  const { result, faults } = await inspectResult(job);
  for (const { problem } of faults) if (problem) throw problem;
  return result;
}

/** What is wrong with a file of a job's. */
export interface FileFault {
  file: string;
  /** What stands behind the file's name in a sentence. */
  why: string;
  /** Where the job cannot run in that folder again as it is. */
  problem?: Problem;
}

/** The job's result where it is done and belongs to it, and what is wrong with its files. */
export async function inspectResult({
  id,
  folder,
}: Pick<PlacedJob, 'id' | 'folder'>): Promise<{ result: Result | undefined; faults: FileFault[] }> {
  const files = jobFiles(folder);
  const job = await inspectJson(files.job, z.object({ id: z.string() }));
  const result = await inspectJson(files.result, resultSchema);
  const faults = [
    ...job.faults,
    ...(job.value && job.value.id !== id ? [anotherJob(files.job, job.value.id, id)] : []),
    ...result.faults,
    ...(result.value && result.value.job.id !== id ? [anotherJob(files.result, result.value.job.id, id)] : []),
  ];
  return { result: result.value?.job.id === id ? result.value : undefined, faults };
}

function anotherJob(file: string, found: string, expected: string): FileFault {
  const why = `is of the job ${found}, and ${expected} belongs there`;
  const cure = 'Move the folder away, or give another one with --results DIR';
  return { file, why, problem: new Problem(`${file} ${why}`, cure, exitCode.data) };
}

/** What a file holds; nothing where it is not there, which is no fault. */
async function inspectJson<Contents>(
  file: string,
  schema: z.ZodType<Contents>,
): Promise<{ value?: Contents; faults: FileFault[] }> {
  const damaged = (what: string) => ({ faults: [{ file, why: `is damaged: ${what}` }] });
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return { faults: [] };
    if (cause instanceof SyntaxError) return damaged('it is not JSON');
    const problem = cannotRead(file, cause);
    return { faults: [{ file, why: problem.message.replace(`${file} `, ''), problem }] };
  }
  try {
    return { value: validate(schema, value, file), faults: [] };
  } catch (error) {
    if (error instanceof Problem) return damaged(error.message.replace(`${file}: `, ''));
    throw error;
  }
}

/**
 * Makes the job's folder, with its `job.json`.
 * @throws Problem where it cannot be written
 */
export async function prepareFolder({ folder, ...placed }: PlacedJob): Promise<void> {
  const { id, label, configuration, teacherFolders, sourceFolder } = placed;
  const job: Job = { id, label, configuration, teacherFolders, ...(sourceFolder !== undefined && { sourceFolder }) };
  await makeFolder(folder).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  // An earlier process's would pass for a sign of life.
  await rm(jobFiles(folder).heartbeat, { force: true });
  await writeWhole(jobFiles(folder).job, `${JSON.stringify(job, undefined, 2)}\n`);
}
