import type { Baseline } from '../../suite/baseline/schema.ts';
import { baselineOf } from '../../suite/baseline-of.ts';
import { loadSuite } from '../../suite/load.ts';
import type { Selection } from '../../suite/selection.ts';
import type { Suite } from '../../suite/suite.ts';
import { failuresIn, historyOf } from '../journal/history.ts';
import type { Evidence } from './evidence.ts';
import { examine } from './examine.ts';
import { lookAt, neverRun } from './look-at.ts';
import { refuseFaults } from './refuse-faults.ts';
import { teacherFaults } from './teacher-faults.ts';

/**
 * All that a suite's runs have left.
 * @param name of a suite, or the path of its file
 * @param results the folder for the results of all suites
 * @param asked what of it to look at; the suite's own selection by default
 * @param literature a folder with papers of the user's own
 * @throws Problem where there is no such suite, or that has never run, or a file of the results is damaged or contradicts another
 */
export async function gather(
  name: string,
  results: string,
  asked: Selection = {},
  literature?: string,
): Promise<Evidence> {
  const suite = await loadSuite(name);
  const baseline = await baselineOf(suite, literature);
  return { ...(await gatherSuite(name, suite, results, asked, baseline)), literature };
}

/**
 * The same of a suite and a baseline that are loaded already.
 * @param archive the path of that from which the results were unpacked, where they were
 * @throws Problem where it has never run, or a file of the results is damaged or contradicts another
 */
export async function gatherSuite(
  name: string,
  suite: Suite,
  results: string,
  asked: Selection,
  baseline: Baseline | undefined,
  archive?: string,
): Promise<Evidence> {
  const { events, hasRun, faults, ...looked } = await lookAt(suite, results, asked);
  const examined = await examine(looked);
  const found = [...faults, ...examined.faults, ...(await teacherFaults(looked.plan))];
  refuseFaults(found, { name, results, archive });
  if (!hasRun) throw neverRun(name, results, looked, 'report');
  const histories = historyOf(events);
  return {
    ...looked,
    epochs: examined.epochs,
    metrics: examined.metrics,
    name,
    results,
    histories,
    failures: failuresIn(histories, looked.done),
    baseline,
    at: new Date().toISOString(),
  };
}
