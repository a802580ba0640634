import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Result } from '../job/result.ts';
import { type ExitCode, exitCode } from '../problem.ts';
import { reportOf, writeReport } from '../report/report.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import type { Plan } from '../suite/plan.ts';
import { claim } from './claim.ts';
import { type PlacedJob, placeJobs, readResult } from './job-folder.ts';
import { trainCommand } from './job-process.ts';
import { runJobs } from './run-jobs.ts';
import { findSlots } from './slots.ts';
import { Stopping } from './stopping.ts';

/** The folder of a suite's jobs and tables. */
function suiteFolder(plan: Plan, results: string): string {
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

/**
 * Runs the jobs of a plan that are not done yet, then prints the table and writes its files.
 * @param results the folder for the results of all suites
 * @param find looks whether what jobs read is there, before any of them starts; where none does, it is not called
 * @param command trains the job of the folder that follows it
 * @returns `done`, `jobsFailed` or `stopped`
 * @throws Problem where the results cannot be written, or are another job's, and what `find` throws
 */
export async function run(
  plan: Plan,
  results: string,
  find: () => Promise<void>,
  command: readonly string[] = trainCommand,
): Promise<ExitCode> {
  const folder = suiteFolder(plan, results);
  const { release } = await claim(folder);
  const stopping = new Stopping();
  try {
    const { jobs, done } = await look(plan, results);
    let complete = done.size === jobs.length;
    if (!complete) {
      await find();
      const slots = await findSlots(plan.suite.threads);
      console.error(`${plan.suite.title}: ${jobs.length} jobs, ${done.size} of them done, ${slots.length} at a time`);
      for (const line of importedLines(plan.tables.flatMap(({ columns }) => columns))) console.error(line);
      stopping.heedSignals();
      complete = await runJobs(jobs, done, slots, command, stopping);
    }
    const report = reportOf(plan, done);
    const files = await writeReport(report, folder);
    if (!complete && stopping.asked.aborted) {
      console.error('redistill: stopped; the same command goes on from there.');
      return exitCode.stopped;
    }
    console.log(`\n${report.markdown}\nThe table is in ${files.join(' and ')}`);
    return complete ? exitCode.done : exitCode.jobsFailed;
  } finally {
    stopping.ignoreSignals();
    release();
  }
}
