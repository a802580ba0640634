import type { Event } from '../journal/events.ts';
import { lastRun } from '../journal/history.ts';
import { readJournal } from '../journal/journal.ts';
import { Problem } from '../problem.ts';
import { type Looked, look, suiteFolder } from '../runner/look.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite } from '../suite/load.ts';
import type { Plan } from '../suite/plan.ts';
import { importedTeachers } from '../teachers/imported.ts';

/** A suite as its last run planned it, and what became of that. */
export interface FoundSuite extends Looked {
  plan: Plan;
  folder: string;
  events: Event[];
}

/**
 * @param name of a suite, or the path of its file
 * @throws Problem where it was never run
 */
export async function findSuite(name: string, results: string): Promise<FoundSuite> {
  const suite = await loadSuite(name);
  const folder = suiteFolder(suite.name, results);
  const events = await readJournal(folder);
  const [start] = lastRun(events);
  if (start?.event !== 'run started') {
    const cure = `Run \`npm run suite ${name}\`, or give the folder of its results with --results DIR`;
    throw new Problem(`the suite ${suite.name} has never run in ${results}`, cure);
  }
  const plan = expand(suite, start.selection, await importedTeachers(results));
  return { plan, folder, events, ...(await look(plan, results)) };
}
