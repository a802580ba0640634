import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { isTraining } from '../../job/job.ts';
import { extrasOf } from '../../job/recipe-text.ts';
import { schedulesText } from '../../job/weight-schedule.ts';
import { look } from '../../results/look.ts';
import { importedLines } from '../../suite/imported-teachers.ts';
import { pairName } from '../../suite/pair-name.ts';
import type { Plan, PlannedColumn, PlannedJob, PlannedTable } from '../../suite/plan.ts';
import { studentsOf } from '../../suite/students-of.ts';
import { unfitCells } from '../../suite/unfit-cells.ts';
import { jobsAgain } from '../local/again.ts';
import type { JobExecutor } from '../local/executor.ts';
import { datasetsOf, type RunSuiteOptions } from '../local/run.ts';
import { assistantLines, cellLines, knownOf, teacherLines } from './cells.ts';
import { imagesOf } from './images.ts';
import { jobLines, jobsAsJson } from './job-lines.ts';
import { summary } from './summary.ts';

export interface DryRunOptions {
  /** List each job, and not the cells alone? */
  everyJob: boolean;
  /** Print one line of JSON instead? */
  json: boolean;
  /** Where the run would take place. */
  executor: JobExecutor;
  /** See `RunSuiteOptions`. */
  again?: readonly string[] | undefined;
  /** Looks for a data set: see `RunSuiteOptions`. */
  find: RunSuiteOptions['find'];
  /** What the trials of disputed cells can decide: as data, and as lines; none of most suites. */
  disputed: { cells: readonly object[]; lines: readonly string[] };
}

/**
 * Prints what `run` would do, and does nothing.
 * @throws Problem where `run` would refuse to begin; data sets that are missing are only reported, as a plan is wanted
 * before they are fetched
 */
export async function dryRun(plan: Plan, results: string, options: DryRunOptions): Promise<ExitCode> {
  const { everyJob, json, executor, again, find, disputed } = options;
  const { jobs, done } = await look(plan, results);
  for (const id of again ? await jobsAgain(plan, results, again) : []) done.delete(id);
  const toDo = jobs.filter(({ id }) => !done.has(id));
  const slots = await executor.slots(plan, toDo.length);
  const { crowding, hasGpus: onGpus } = executor;
  const missing = await missingData(toDo, find);
  const images = await imagesOf(jobs);
  const tables = plan.tables.flatMap((table) => tablesOf(table, jobs));
  const known = knownOf(tables, jobs, { done, images });
  if (json) {
    console.log(JSON.stringify({ suite: plan.suite.name, missing, disputed: disputed.cells, jobs: jobsAsJson(known) }));
    return exitCode.done;
  }
  const columns = plan.tables.flatMap((table) => table.columns);
  const sections = [
    plan.suite.title,
    section('Teachers', [...importedLines(columns), ...teacherLines(known)]),
    section('Assistants (epochs and steps of one trial)', assistantLines(columns, known)),
    ...tables.map((table) => {
      const heading = table.title === plan.suite.title ? 'Students' : table.title;
      const isProbed = table.columns.some(({ target }) => target);
      return section(isProbed ? heading : `${heading} (epochs and steps of one trial)`, cellLines(table, known));
    }),
    section('Recipes', recipeLines(jobs)),
    section('Weights that change', scheduleLines(jobs)),
    section('Settings of pairs', settingsLines(columns)),
    section('Not applicable', unfitCells(columns)),
    everyJob ? section('Jobs', jobLines(known)) : '',
    section('Disputed cells', disputed.lines),
    section('Missing', missing),
    (await summary(plan, done, { results, images, slots, crowding, onGpus })).join('\n'),
  ];
  console.log(sections.filter((text) => text !== '').join('\n\n'));
  return exitCode.done;
}

/** A sentence for each data set that the run would miss. */
async function missingData(jobs: readonly PlannedJob[], find: RunSuiteOptions['find']): Promise<string[]> {
  const sentences: string[] = [];
  for (const dataset of datasetsOf(jobs)) {
    await find(dataset).catch((error) => {
      if (!(error instanceof Problem)) throw error;
      sentences.push(error.sentence);
    });
  }
  return sentences;
}

/** How weights change from epoch to epoch, a line for each row that has a schedule: `DKD, beta: linear warm-up over 20 epochs`. */
function scheduleLines(jobs: readonly PlannedJob[]): string[] {
  const lines = jobs.flatMap(({ configuration }) => {
    if (configuration.kind !== 'student' || !configuration.distiller.schedules) return [];
    return [`${configuration.distiller.name}, ${schedulesText(configuration.distiller.schedules)}`];
  });
  return [...new Set(lines)];
}

/** What rows have different for a pair: `CRD on resnet20/resnet8: beta 0.5, crd's negatives 8`. */
function settingsLines(columns: readonly PlannedColumn[]): string[] {
  const lines = columns.flatMap(({ pair, rows }) =>
    rows.flatMap(({ distiller, ownSettings }) =>
      ownSettings === undefined ? [] : [`${distiller.name} on ${pairName(pair)}: ${ownSettings}`],
    ),
  );
  return [...new Set(lines)];
}

/** The table; where it has targets, the students that are transferred to them before it. */
function tablesOf(table: PlannedTable, jobs: readonly PlannedJob[]): PlannedTable[] {
  if (!table.columns.some(({ target }) => target)) return [table];
  return [{ ...studentsOf(table, jobs), title: `${table.title}: students` }, table];
}

/** What recipes have beside momentum and drops, a line for each network that has something: `vgg8: a cosine schedule`. */
function recipeLines(jobs: readonly PlannedJob[]): string[] {
  const lines = jobs.flatMap(({ configuration }) => {
    if (!isTraining(configuration)) return [];
    const { network, recipe, kind } = configuration;
    const extras = extrasOf(recipe);
    return extras.length === 0 ? [] : [`${network}${kind === 'teacher' ? ' (teacher)' : ''}: ${extras.join(', ')}`];
  });
  return [...new Set(lines)];
}

/** Lines below a heading; nothing where there are none. */
function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading, ...lines].join('\n');
}
