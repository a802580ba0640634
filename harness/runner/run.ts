import { hostname } from 'node:os';
import { Journal, readJournal } from '../journal/journal.ts';
import { unnoted } from '../journal/unnoted.ts';
import { type ExitCode, exitCode } from '../problem.ts';
import { reportOf, writeReport } from '../report/report.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import { notServed } from '../suite/not-served.ts';
import type { Plan } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';
import { claim } from './claim.ts';
import type { Limits } from './limits.ts';
import { look, suiteFolder, tidy } from './look.ts';
import type { Retries } from './retries.ts';
import { findSlots, type SlotOptions } from './slots.ts';
import { Stopping } from './stopping.ts';
import type { ViewKind } from './view.ts';

export interface RunOptions extends SlotOptions {
  /** What the plan was made of. */
  selection: Selection;
  /** Looks whether what jobs read is there, before any of them starts; where none does, it is not called. */
  find(): Promise<void>;
  limits?: Limits | undefined;
  retries?: Retries | undefined;
  /** How the progress is shown; as standard error has it where nothing is said. */
  view?: ViewKind | undefined;
  /** Trains the job of the folder that follows it; Redistill's own where it is left out. */
  command?: readonly string[] | undefined;
}

/**
 * Runs the jobs of a plan that are not done yet, then prints the table and writes its files.
 * @param results the folder for the results of all suites
 * @returns `done`, `jobsFailed` or `stopped`
 * @throws Problem where the results cannot be written, or are another job's, and what `find` throws
 */
export async function run(plan: Plan, results: string, options: RunOptions): Promise<ExitCode> {
  const { selection, find, view, limits, retries, command } = options;
  const folder = suiteFolder(plan.suite.name, results);
  const { release } = await claim(folder);
  const stopping = new Stopping();
  try {
    const { jobs, done } = await look(plan, results);
    let complete = done.size === jobs.length;
    if (!complete) {
      await find();
      await tidy(jobs, done);
      const slots = await findSlots(plan.suite.threads, options);
      const journal = new Journal(folder);
      try {
        for (const event of unnoted(await readJournal(folder), jobs, done)) journal.append(event);
        const tell = view === undefined || view === 'live' || view === 'lines' ? console.error : () => {};
        tell(`${plan.suite.title}: ${jobs.length} jobs, ${done.size} of them done, ${slots.length} at a time`);
        const columns = plan.tables.flatMap((table) => table.columns);
        for (const line of importedLines(columns)) tell(line);
        for (const line of notServed(columns)) tell(`not applicable: ${line}`);
        stopping.heedSignals();
        // Only now, as a suite that is done has to answer at once.
        const [{ runJobs }, { createView }, { Progress }] = await Promise.all([
          import('./run-jobs.ts'),
          import('./view.ts'),
          import('./progress.ts'),
        ]);
        const progress = new Progress(jobs, done, slots.length);
        const shown = createView(progress, view);
        journal.listen((event) => shown.event(event));
        journal.append({
          event: 'run started',
          host: hostname(),
          pid: process.pid,
          executor: 'local',
          selection,
          jobs: jobs.length,
          done: done.size,
          slots: slots.length,
        });
        try {
          complete = await runJobs(jobs, done, {
            slots,
            stopping,
            journal,
            progress,
            onProgress: () => shown.refresh(),
            limits,
            retries,
            command,
          });
        } finally {
          shown.close();
        }
        journal.append({ event: 'run ended', exitCode: endOf(complete, stopping) });
      } finally {
        journal.close();
      }
    }
    const report = reportOf(plan, done);
    const files = await writeReport(report, folder);
    const end = endOf(complete, stopping);
    if (end === exitCode.stopped) {
      console.error('redistill: stopped; the same command goes on from there.');
    } else if (view !== 'json') {
      console.log(`\n${report.markdown}\nThe table is in ${files.join(' and ')}`);
    }
    return end;
  } finally {
    stopping.ignoreSignals();
    await release();
  }
}

function endOf(complete: boolean, stopping: Stopping): ExitCode {
  if (complete) return exitCode.done;
  return stopping.asked.aborted ? exitCode.stopped : exitCode.jobsFailed;
}
