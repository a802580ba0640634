import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { counted } from '../../base/counted.ts';
import { near } from '../../base/near.ts';
import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { say, warn } from '../../base/terminal/say.ts';
import type { Dataset } from '../../job/dataset.ts';
import { isTraining } from '../../job/job.ts';
import type { Result } from '../../job/result.ts';
import { claim } from '../../results/claim.ts';
import type { Event } from '../../results/journal/events.ts';
import { failuresIn, historyOf } from '../../results/journal/history.ts';
import { Journal, readJournal } from '../../results/journal/journal.ts';
import { unnoted } from '../../results/journal/unnoted.ts';
import { inspect, isOwn, type Looked, suiteFolder, tidy } from '../../results/look.ts';
import { importedLines } from '../../suite/imported-teachers.ts';
import type { Plan, PlannedJob } from '../../suite/plan.ts';
import type { Selection } from '../../suite/selection.ts';
import { unfitCells } from '../../suite/unfit-cells.ts';
import { jobsAgain, setAside } from './again.ts';
import type { ViewKind } from './create-view.ts';
import type { JobExecutor } from './executor.ts';
import { Stopping } from './stopping.ts';

export interface RunSuiteOptions {
  /** What the plan was made of: see `canonicalSelection`. */
  selection: Selection;
  /** Checks whether a data set is there that jobs read, before any of them starts; where none does, it is not called. */
  find(dataset: Dataset): Promise<void>;
  /** Checks whether what is done is to be trusted, before any other job starts; where it is left out, it is. */
  trust?(looked: Looked): Promise<void>;
  /** Rows whose jobs run again, though they are done: what they have left is moved aside. */
  again?: readonly string[] | undefined;
  /** Where the jobs run. */
  executor: JobExecutor;
  /** What jobs' processes have in their environment beside that of this one. */
  environment?: Readonly<Record<string, string>> | undefined;
  /** How the progress is shown; as standard error has it by default. */
  view?: ViewKind | undefined;
  /** Makes the tables of what is there at the end, before any other run can change it. */
  report(ran: Ran): Promise<void>;
}

/** What is there when a run ends. */
export interface Ran {
  /** By the identities of their jobs. */
  results: ReadonlyMap<string, Result>;
  /** Why jobs failed for good, by their identities. */
  failures: ReadonlyMap<string, string>;
  /** Did it stop before it was done, as it was asked to? */
  isStopped: boolean;
}

/**
 * Runs the jobs of a plan that are not done yet.
 * @param results the folder for the results of all suites
 * @returns `done`, `jobsFailed` or `stopped`
 * @throws Problem where the results cannot be written, or are another job's, and what `find`, `trust` and `report` throw
 */
export async function run(plan: Plan, results: string, options: RunSuiteOptions): Promise<ExitCode> {
  const { selection, find, trust, again, view, executor, environment, report } = options;
  const folder = suiteFolder(plan.suite.name, results);
  const { release } = await claim(folder);
  const stopping = new Stopping();
  try {
    if (again) await moveAside(plan, results, again, executor);
    const { jobs, done, faults } = await inspect(plan, results);
    for (const { problem } of faults) if (problem) throw problem;
    await trust?.({ jobs, done });
    for (const { file, why } of faults) warn(`${near(file)} ${why}; a job whose result is damaged runs again`);
    const own = jobs.filter((job) => isOwn(job, folder));
    let complete = done.size === jobs.length;
    if (!complete) {
      for (const dataset of datasetsOf(jobs.filter(({ id }) => !done.has(id)))) await find(dataset);
      await tidy(jobs, done, folder);
      const slots = await executor.slots(plan, jobs.length - done.size);
      const journal = new Journal(folder);
      try {
        for (const event of unnoted(await readJournal(folder), own, done)) journal.append(event);
        const tell = view === undefined || view === 'live' || view === 'lines' ? console.error : () => {};
        tell(
          `${plan.suite.title}: ${counted(jobs.length, 'job')}, ${done.size} of them done, ${executor.where(slots)}`,
        );
        const columns = plan.tables.flatMap((table) => table.columns);
        for (const line of importedLines(columns)) tell(line);
        for (const line of unfitCells(columns)) tell(`not applicable: ${line}`);
        stopping.heedSignals();
        // Only now, as a suite that is done has to answer at once.
        const [{ createView }, { Progress }] = await Promise.all([import('./create-view.ts'), import('./progress.ts')]);
        const progress = new Progress(jobs, done, slots);
        const shown = createView(progress, view);
        journal.listen((event) => shown.event(event));
        journal.append({
          event: 'run started',
          host: hostname(),
          pid: process.pid,
          executor: executor.name,
          selection,
          jobs: jobs.length,
          done: done.size,
          slots,
        });
        try {
          complete = await executor.runJobs(jobs, done, {
            plan,
            folder,
            stopping,
            journal,
            progress,
            environment,
            onProgress: () => shown.refresh(),
          });
        } catch (error) {
          noteEnd(journal, error);
          throw error;
        } finally {
          shown.close();
        }
        journal.append({ event: 'run ended', exitCode: endOf(complete, stopping) });
      } finally {
        journal.close();
      }
    } else if (view === 'json') {
      // The journal has nothing to note, but whoever reads events waits for their end.
      const end: Event = { event: 'run ended', at: new Date().toISOString(), exitCode: exitCode.done };
      console.log(JSON.stringify(end));
    }
    const failures = failuresIn(historyOf(await readJournal(folder)), done);
    const end = endOf(complete, stopping);
    const isStopped = end === exitCode.stopped;
    await report({ results: done, failures, isStopped });
    if (isStopped) console.error(`redistill: ${executor.stopped(plan)}`);
    return end;
  } finally {
    stopping.ignoreSignals();
    await release();
  }
}

/** Moves aside what the jobs of these rows have left, and all that waits for them. */
async function moveAside(plan: Plan, results: string, rows: readonly string[], executor: JobExecutor): Promise<void> {
  const folder = suiteFolder(plan.suite.name, results);
  const ids = await jobsAgain(plan, results, rows);
  const { jobs } = await inspect(plan, results);
  const left = jobs.filter((job) => ids.has(job.id) && existsSync(job.folder));
  if (left.length === 0) return;
  await executor.checkIdle?.(left, folder);
  const folders = left.map((job) => job.folder);
  const place = await setAside(folders, folder);
  const what = left.length === 1 ? 'the folder of a job' : `the folders of ${left.length} jobs`;
  say(`moved ${what} to ${near(place)}; if this run stops, go on without --again`);
}

/** Each data set that jobs read, once. */
export function datasetsOf(jobs: readonly PlannedJob[]): Dataset[] {
  const read = jobs.flatMap(({ configuration }) => [
    configuration.dataset,
    ...(isTraining(configuration) && configuration.testedOn ? [configuration.testedOn] : []),
  ]);
  return [...new Map(read.map((dataset) => [JSON.stringify(dataset), dataset])).values()];
}

/** Notes with which code a run ends that cannot go on. */
function noteEnd(journal: Journal, error: unknown): void {
  try {
    journal.append({ event: 'run ended', exitCode: error instanceof Problem ? error.code : exitCode.crash });
  } catch {
    // It may be the journal itself that cannot be written.
  }
}

function endOf(complete: boolean, stopping: Stopping): ExitCode {
  if (complete) return exitCode.done;
  return stopping.asked.aborted ? exitCode.stopped : exitCode.jobsFailed;
}
