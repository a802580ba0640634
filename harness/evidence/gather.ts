import { loadBaseline } from '../baseline/load.ts';
import type { Baseline } from '../baseline/schema.ts';
import { failuresIn, historyOf } from '../journal/history.ts';
import { readJournal } from '../journal/journal.ts';
import { Problem } from '../problem.ts';
import { isOwn, look, suiteFolder } from '../runner/look.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite } from '../suite/load.ts';
import type { Suite } from '../suite/schema.ts';
import type { Selection } from '../suite/selection.ts';
import { importedTeachers } from '../teachers/imported.ts';
import type { Evidence } from './evidence.ts';
import { narrowed, wholeSelection } from './whole-selection.ts';

/**
 * All that a suite's runs have left.
 * @param name of a suite, or the path of its file
 * @param results the folder for the results of all suites
 * @param asked what of it to look at; where nothing is said, all that its runs have trained
 * @throws Problem where there is no such suite, or it has never run
 */
export async function gather(name: string, results: string, asked: Selection = {}): Promise<Evidence> {
  const suite = await loadSuite(name);
  const baseline = suite.baseline === undefined ? undefined : await loadBaseline(suite.baseline);
  return gatherSuite(name, suite, results, asked, baseline);
}

/** The same of a suite and a baseline that are loaded already. */
export async function gatherSuite(
  name: string,
  suite: Suite,
  results: string,
  asked: Selection,
  baseline: Baseline | undefined,
): Promise<Evidence> {
  const folder = suiteFolder(suite.name, results);
  const events = await readJournal(folder);
  const selection = narrowed(wholeSelection(suite, events), asked);
  const plan = expand(suite, selection, await importedTeachers(results));
  const { jobs, done } = await look(plan, results);
  if (events.length === 0 && !jobs.some((job) => done.has(job.id) && isOwn(job, folder)))
    throw neverRun(name, suite, results);
  const histories = historyOf(events);
  return {
    name,
    plan,
    selection,
    results,
    folder,
    jobs,
    done,
    histories,
    failures: failuresIn(histories, done),
    baseline,
    at: new Date().toISOString(),
  };
}

function neverRun(name: string, suite: Suite, results: string): Problem {
  const cure = `Run \`npm run suite ${name}\`, or give the folder of its results with --results DIR`;
  return new Problem(`the suite ${suite.name} has never run in ${results}`, cure);
}
