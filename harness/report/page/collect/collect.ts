import { cellsOf } from '../../../results/cells.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import { progressOf } from '../../../results/evidence/progress.ts';
import { selectionText } from '../../../suite/selection-text.ts';
import type { Beside } from '../../beside/beside.ts';
import { headlineFigure } from '../charts/headline-figure.ts';
import { pageCharts } from '../charts/page-charts.ts';
import type { PageData } from '../page-data.ts';
import { answersFor } from './answers.ts';
import { besideGrids } from './beside-grids.ts';
import { checkGrids } from './check-grids.ts';
import { checkedFor } from './checked-for.ts';
import { commandsFor } from './commands.ts';
import { derivedGrids } from './derived.ts';
import { filesFor } from './files.ts';
import { highlightsFor } from './highlights.ts';
import { paperGrids } from './paper-grids.ts';
import { provenanceOf } from './provenance.ts';
import { pageTable } from './tables.ts';
import { verdictOf } from './verdict.ts';

/**
 * What the page shows of a suite's runs.
 * @param made when, an ISO date and time
 * @param beside results of other runs, to stand beside these
 * @throws Problem where a file of the results is damaged
 */
export async function collect(evidence: Evidence, made: string, beside?: Beside): Promise<PageData> {
  const { suite } = evidence.plan;
  const checked = checkedFor(evidence);
  const { plan, done: results, failures, baseline } = evidence;
  const tables = plan.tables.map((planned) => ({
    planned,
    columns: cellsOf(plan, planned, { results, failures, baseline }),
  }));
  const columns = tables.flatMap((table) => table.columns);
  return {
    name: suite.name,
    title: suite.title,
    description: suite.description,
    selection: selectionText(evidence.selection),
    progress: progressOf(evidence),
    made,
    verdict: verdictOf(checked),
    answers: answersFor(checked),
    highlights: highlightsFor(columns),
    headline: await headlineFigure(tables),
    tables: tables.map((table) => pageTable(table, checked)),
    files: filesFor(evidence),
    beside: beside ? besideGrids(beside) : [],
    derived: derivedGrids(columns),
    charts: await pageCharts(evidence, tables, checked),
    checks: checkGrids(checked),
    papers: await paperGrids(evidence, tables, checked),
    provenance: provenanceOf(evidence, columns),
    commands: commandsFor(evidence),
  };
}
