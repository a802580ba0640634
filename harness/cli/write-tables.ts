import { reportOf, writeTablesReport } from '../report/tables/report.ts';
import { suiteFolder } from '../results/look.ts';
import type { Ran } from '../run/local/run.ts';
import { baselineOf } from '../suite/baseline-of.ts';
import type { Plan } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';
import { selectionFolder, selectionPhrase } from '../suite/selection-text.ts';

/**
 * Writes the tables of what a run has left.
 * @param results the folder for the results of all suites
 * @returns the tables as text, and where their files are
 * @throws Problem where they cannot be written
 */
export async function writeTables(plan: Plan, selection: Selection, { results: done, failures }: Ran, results: string) {
  const { name } = plan.suite;
  const baseline = await baselineOf(plan.suite);
  const report = reportOf(plan, { selection, results: done, failures, baseline });
  const files = await writeTablesReport(report, selectionFolder(suiteFolder(name, results), selection));
  return `${report.markdown}\nThe tables of ${selectionPhrase(selection)} are in ${files.join(', ')}`;
}
