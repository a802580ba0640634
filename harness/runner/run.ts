import { type ExitCode, exitCode } from '../problem.ts';
import { reportOf, writeReport } from '../report/report.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import { notServed } from '../suite/not-served.ts';
import type { Plan } from '../suite/plan.ts';
import { claim } from './claim.ts';
import { look, suiteFolder } from './look.ts';
import { findSlots } from './slots.ts';
import { Stopping } from './stopping.ts';

/**
 * Runs the jobs of a plan that are not done yet, then prints the table and writes its files.
 * @param results the folder for the results of all suites
 * @param find looks whether what jobs read is there, before any of them starts; where none does, it is not called
 * @param command trains the job of the folder that follows it; Redistill's own where it is left out
 * @returns `done`, `jobsFailed` or `stopped`
 * @throws Problem where the results cannot be written, or are another job's, and what `find` throws
 */
export async function run(
  plan: Plan,
  results: string,
  find: () => Promise<void>,
  command?: readonly string[],
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
      const columns = plan.tables.flatMap((table) => table.columns);
      for (const line of importedLines(columns)) console.error(line);
      for (const line of notServed(columns)) console.error(`not applicable: ${line}`);
      stopping.heedSignals();
      // Only now, as a suite that is done has to answer at once.
      const { runJobs } = await import('./run-jobs.ts');
      complete = await runJobs(jobs, done, slots, stopping, command);
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
