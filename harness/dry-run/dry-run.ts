import { type ExitCode, exitCode } from '../problem.ts';
import { look } from '../runner/look.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import { notServed } from '../suite/not-served.ts';
import type { Plan, PlannedJob, PlannedTable } from '../suite/plan.ts';
import { studentsOf } from '../suite/students-of.ts';
import { cellLines, knownOf, teacherLines } from './cells.ts';
import { imagesOf } from './images.ts';
import { jobLines } from './job-lines.ts';
import { summary } from './summary.ts';

/**
 * Prints what `run` would do, and does nothing.
 * @param everyJob list each job, and not the cells alone
 */
export async function dryRun(plan: Plan, results: string, everyJob = false): Promise<ExitCode> {
  const { jobs, done } = await look(plan, results);
  const images = await imagesOf(jobs);
  const tables = plan.tables.flatMap((table) => tablesOf(table, jobs));
  const known = knownOf(tables, jobs, { done, images });
  const columns = plan.tables.flatMap((table) => table.columns);
  const sections = [
    plan.suite.title,
    section('Teachers', [...importedLines(columns), ...teacherLines(known)]),
    ...tables.map((table) => {
      const heading = table.title === plan.suite.title ? 'Students' : table.title;
      const isProbed = table.columns.some(({ target }) => target);
      return section(isProbed ? heading : `${heading} (epochs and steps of one trial)`, cellLines(table, known));
    }),
    section('Not applicable', notServed(columns)),
    everyJob ? section('Jobs', jobLines(known)) : '',
    (await summary(plan, done, { results, images })).join('\n'),
  ];
  console.log(sections.filter((text) => text !== '').join('\n\n'));
  return exitCode.done;
}

/** The table; where it has targets, the students that are transferred to them before it. */
function tablesOf(table: PlannedTable, jobs: readonly PlannedJob[]): PlannedTable[] {
  if (!table.columns.some(({ target }) => target)) return [table];
  return [{ ...studentsOf(table, jobs), title: `${table.title}: students` }, table];
}

/** Lines below a heading; nothing where there are none. */
function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading, ...lines].join('\n');
}
