import { trainingImages } from '../data/training-images.ts';
import { type ExitCode, exitCode } from '../problem.ts';
import { look } from '../runner/look.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import { notServed } from '../suite/not-served.ts';
import type { Plan } from '../suite/plan.ts';
import { cellLines, knownOf, teacherLines } from './cells.ts';
import { estimate } from './estimate.ts';
import { jobLines } from './job-lines.ts';
import { amountOf } from './steps.ts';

/**
 * Prints what `run` would do, and does nothing.
 * @param everyJob list each job, and not the cells alone
 */
export async function dryRun(plan: Plan, results: string, everyJob = false): Promise<ExitCode> {
  const { jobs, done } = await look(plan, results);
  const images = await trainingImages(plan.suite.dataset);
  const known = knownOf(plan.tables, jobs, { done, images });
  const columns = plan.tables.flatMap((table) => table.columns);
  const toDo = jobs.filter(({ id }) => !done.has(id));
  const sections = [
    plan.suite.title,
    section('Teachers', [...importedLines(columns), ...teacherLines(known)]),
    ...plan.tables.map((table) => {
      const heading = table.title === plan.suite.title ? 'Students' : table.title;
      return section(`${heading} (epochs and steps of one trial)`, cellLines(table, known));
    }),
    section('Not applicable', notServed(columns)),
    everyJob ? section('Jobs', jobLines(known)) : '',
    [
      `In all ${amountOf(jobs, images)}.`,
      done.size > 0 && `Done are ${done.size}, and to do ${amountOf(toDo, images)}.`,
      images === undefined
        ? 'How many steps that is, and how long it takes, is not known before `npm run data` has unpacked the images.'
        : await estimate(plan, done, { results, images }),
    ]
      .filter((line) => line !== false)
      .join('\n'),
  ];
  console.log(sections.filter((text) => text !== '').join('\n\n'));
  return exitCode.done;
}

/** Lines below a heading; nothing where there are none. */
function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading, ...lines].join('\n');
}
