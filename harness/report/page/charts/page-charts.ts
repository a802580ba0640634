import type { Checked } from '../../../check/checked.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { MeasuredTable } from '../collect/tables.ts';
import type { ChartGroup } from '../page-data.ts';
import { againstGroup } from './against-group.ts';
import { bandsGroup } from './bands-group.ts';
import { correlationGroup } from './correlation-group.ts';
import { curvesGroup } from './curves-group.ts';
import { gainsGroup } from './gains-group.ts';
import { scatterGroup } from './scatter-group.ts';
import { speedGroup } from './speed-group.ts';

/** The page's charts, in the order in which they stand; groups without any are left out. It loads vega, which takes a second. */
export async function pageCharts(
  evidence: Evidence,
  tables: readonly MeasuredTable[],
  checked: Checked | string,
): Promise<ChartGroup[]> {
  const groups = [
    await scatterGroup(evidence, tables, checked),
    await gainsGroup(tables),
    await bandsGroup(checked),
    ...(await againstGroup(tables)),
    await curvesGroup(evidence),
    await correlationGroup(evidence),
    await speedGroup(evidence.results),
  ];
  return groups.filter(({ figures }) => figures.length > 0);
}
