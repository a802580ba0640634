import { exitCode } from '../../base/problem.ts';
import { readRunner } from '../../results/claim.ts';
import { glance } from '../../results/evidence/glance.ts';
import { type LookedAt, lookAt, neverRun } from '../../results/evidence/look-at.ts';
import { refuseFaults } from '../../results/evidence/refuse-faults.ts';
import type { Event } from '../../results/journal/events.ts';
import { lastRun } from '../../results/journal/history.ts';
import { suiteFolder } from '../../results/look.ts';
import { loadSuite } from '../../suite/load.ts';
import type { Selection } from '../../suite/selection.ts';
import type { Suite } from '../../suite/suite.ts';

/**
 * A selection of a suite, and how it ended.
 * @param name of a suite, or the path of its file
 * @param asked which; by default, what runs just now, else the suite's own
 * @throws Problem where it has never run, or a result is damaged or contradicts its metrics
 */
export async function findSuite(name: string, results: string, asked: Selection = {}): Promise<LookedAt> {
  const found = await lookAt(await loadSuite(name), results, asking(asked, results));
  refuseFaults([...found.faults, ...(await glance(found))], { name, results });
  if (!found.hasRun) throw neverRun(name, results, found, 'suite status');
  return found;
}

/**
 * All selections of a suite that have run: that which runs just now first, else the suite's own.
 * @throws Problem where it has never run
 */
export async function findSelections(name: string, results: string): Promise<LookedAt[]> {
  const suite = await loadSuite(name);
  const first = await lookAt(suite, results, asking({}, results));
  if (!first.hasRun && first.others.length === 0) throw neverRun(name, results, first, 'suite status');
  return [first, ...(await Promise.all(first.others.map((other) => lookAt(suite, results, other))))];
}

function asking(asked: Selection, results: string) {
  return async (events: readonly Event[], { name }: Suite): Promise<Selection> => {
    const [start] = lastRun(events);
    const isNothing = Object.values(asked).every((value) => value === undefined);
    if (!isNothing || start?.event !== 'run started') return asked;
    const isAtWork = (await readRunner(suiteFolder(name, results))) !== undefined || isOnCluster(events);
    return isAtWork ? start.selection : asked;
  };
}

/** How a run ends that leaves nothing in a cluster's queue. */
const over = new Set<number>([exitCode.done, exitCode.jobsFailed]);

/** Did its last run hand its jobs to a cluster, where they go on by themselves? */
export function isOnCluster(events: readonly Event[]): boolean {
  const [start, ...since] = lastRun(events);
  const isOver = since.some((event) => event.event === 'run ended' && over.has(event.exitCode));
  return start?.event === 'run started' && start.executor === 'slurm' && !isOver;
}
