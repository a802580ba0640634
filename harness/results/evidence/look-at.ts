import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { shellWord } from '../../base/command-line.ts';
import { near } from '../../base/near.ts';
import { Problem } from '../../base/problem.ts';
import { canonicalSelection } from '../../suite/canonical-selection.ts';
import { expand } from '../../suite/expand.ts';
import type { Plan } from '../../suite/plan.ts';
import type { Selection } from '../../suite/selection.ts';
import { isSuitesOwn, selectionText } from '../../suite/selection-text.ts';
import type { Suite } from '../../suite/suite.ts';
import { importedTeachers } from '../imported.ts';
import { type FileFault, finderIn } from '../job-folder.ts';
import type { Event } from '../journal/events.ts';
import { readJournal } from '../journal/journal.ts';
import { ranSelections } from '../journal/ran-selections.ts';
import { inspect, isOwn, type Looked, suiteFolder } from '../look.ts';
import { selectionCommand } from './selection-command.ts';

/** A selection of a suite, and what its runs have left. */
export interface LookedAt extends Looked {
  plan: Plan;
  selection: Selection;
  /** The suite's own folder. */
  folder: string;
  /** Of the suite's journal. */
  events: Event[];
  /** What is wrong with the results: damaged ones count as not done. */
  faults: FileFault[];
  /** Has a run asked for any of it, is any of it done, or is all of it done by other suites? */
  hasRun: boolean;
  /** The other selections of which there are jobs that are not among these, the newest first. */
  others: Selection[];
}

/**
 * Looks at a selection of a suite. What it is made of is what the suite declares and what jobs have left: which run was the
 * last, and of what, changes nothing.
 * @param choose which, on its own or from the suite's journal; the suite's own is `{}`
 */
export async function lookAt(
  suite: Suite,
  results: string,
  choose: Selection | ((events: readonly Event[], suite: Suite) => Promise<Selection>),
): Promise<LookedAt> {
  const folder = suiteFolder(suite.name, results);
  const [events, imported] = await Promise.all([readJournal(folder), importedTeachers(results)]);
  const asked = typeof choose === 'function' ? await choose(events, suite) : choose;
  const selection = canonicalSelection(suite, asked, imported);
  const plan = expand(suite, selection, imported);
  const looked = await inspect(plan, results);
  const ids = new Set(plan.jobs.map(({ id }) => id));
  const find = finderIn(await readdir(join(folder, 'jobs')).catch(() => []));
  const ran = ranSelections(suite, events, imported).map((one) => ({
    selection: one,
    ...expand(suite, one, imported),
  }));
  const hasRun =
    looked.done.size === looked.jobs.length ||
    looked.jobs.some((job) => looked.done.has(job.id) && isOwn(job, folder)) ||
    ran.some(({ jobs }) => jobs.some(({ id }) => ids.has(id)));
  const others = ran
    .filter(({ jobs }) => jobs.some((job) => !ids.has(job.id) && find(job) !== undefined))
    .map((one) => one.selection);
  return { ...looked, plan, selection, folder, events, hasRun, others };
}

/**
 * What to say where a selection has never run: which others have.
 * @param command that shows one of them
 */
export function neverRun(
  name: string,
  results: string,
  { plan, selection, others }: Pick<LookedAt, 'plan' | 'selection' | 'others'>,
  command: string,
): Problem {
  const { name: suite } = plan.suite;
  const run = `Run \`${selectionCommand('suite', { name, results, selection })}\``;
  const [other] = others;
  if (!other) {
    const above = dirname(resolve(results));
    if (basename(resolve(results)) === suite && existsSync(join(results, 'jobs'))) {
      return new Problem(
        `the suite ${suite} has never run in ${results}, which is the suite's own folder`,
        `Give the folder above it: --results ${shellWord(near(above) || '.')}`,
      );
    }
    const cure = `${run}, or give the folder of its results with --results DIR`;
    return new Problem(`the suite ${suite} has never run in ${results}`, cure);
  }
  const what = isSuitesOwn(selection) ? 'only other selections have run' : `${selectionText(selection)} has never run`;
  const see = `See \`${selectionCommand(command, { name, results, selection: other })}\``;
  return new Problem(`of the suite ${suite} ${what} in ${results}`, `${see}. ${run}`);
}
