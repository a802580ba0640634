import { findData } from '../data/sets/registry.ts';
import { glance } from '../results/evidence/glance.ts';
import { refuseFaults } from '../results/evidence/refuse-faults.ts';
import { importedTeachers } from '../results/imported.ts';
import { localExecutor } from '../run/local/local-executor.ts';
import { run } from '../run/local/run.ts';
import type { SlotOptions } from '../run/local/slots.ts';
import { canonicalSelection } from '../suite/canonical-selection.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite } from '../suite/load.ts';
import type { Plan } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';
import { measureTeachers } from './measure-teachers.ts';
import { writeTables } from './write-tables.ts';

/** A suite that is to be trained here, for what comes behind. */
export interface SuiteToTrain {
  plan: Plan;
  selection: Selection;
  /** Trains what is not done yet, and prints no table. */
  train(): Promise<number>;
}

/** @throws Problem where the selection does not fit the suite, or an imported teacher cannot be tested */
export async function trainSuite(
  name: string,
  asked: Selection,
  results: string,
  slots: SlotOptions,
): Promise<SuiteToTrain> {
  const suite = await loadSuite(name);
  const imported = await importedTeachers(results);
  const selection = canonicalSelection(suite, asked, imported);
  const plan = expand(suite, selection, imported);
  return {
    plan,
    selection,
    async train() {
      const { setUp } = await import('../../scripts/setup/setup.ts');
      await setUp();
      const measured = await measureTeachers(plan, results, { find: findData, onTeacher: () => {} });
      const current = measured > 0 ? expand(suite, selection, await importedTeachers(results)) : plan;
      return run(current, results, {
        selection,
        executor: localExecutor(slots),
        find: findData,
        trust: async (looked) => refuseFaults(await glance(looked), { name, results }),
        report: async (ran) => void (await writeTables(current, selection, ran, results)),
      });
    },
  };
}
