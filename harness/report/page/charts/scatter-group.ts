import { sampleOf } from '../../../base/statistics/sample.ts';
import type { Checked } from '../../../check/checked.ts';
import { publishedSample } from '../../../check/published-sample.ts';
import type { Cell, Column } from '../../../results/cells.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import { differences } from '../../charts/differences.ts';
import { pointsLead, type ScatterCell, type ScatterVerdict, scatter, scatterVerdicts } from '../../charts/scatter.ts';
import { shownFindingName } from '../collect/shown-finding.ts';
import type { MeasuredTable } from '../collect/tables.ts';
import type { ChartGroup, Figure } from '../page-data.ts';
import { figureOf, pairText } from './figures.ts';
import { meanInterval } from './mean-interval.ts';

/** Published against measured values, cell by cell: a chart for each metric of the tables. */
export async function scatterGroup(
  { baseline }: Evidence,
  tables: readonly MeasuredTable[],
  checked: Checked | string,
): Promise<ChartGroup> {
  const findings = typeof checked === 'string' ? [] : checked.findings.filter(({ kind }) => kind === 'cell');
  const verdicts = new Map(findings.map(({ name, verdict }) => [name, verdict]));
  const figures: Figure[] = [];
  const metrics = new Set(tables.map(({ planned }) => planned.metric));
  for (const metric of metrics) {
    const cells = scatterCells(tables.filter(({ planned }) => planned.metric === metric));
    const captionOf = (text: string) => (metrics.size === 1 ? text : `${text}: ${metric}`);
    figures.push(
      ...figureOf(await differences(cells, metric), captionOf('Measured minus published')),
      ...figureOf(await scatter(cells, metric), captionOf('Measured against published')),
    );
  }
  return {
    id: 'published-against-measured',
    title: 'Published against measured',
    short: 'Against published',
    lead: `One point per cell. ${pointsLead} Lines are 95 % intervals of the measured mean; an arrow marks one that continues beyond the chart.`,
    figures,
  };

  function scatterCells(some: readonly MeasuredTable[]): ScatterCell[] {
    return some.flatMap(({ planned, columns }) =>
      columns.flatMap((column) =>
        column.cells.flatMap((cell) => {
          const verdict = verdicts.get(shownFindingName(planned.name, cell, column));
          return scatterCell(cell, column, verdict) ?? [];
        }),
      ),
    );
  }

  function scatterCell(cell: Cell, column: Column, verdict: string | undefined): ScatterCell | undefined {
    const { distiller, mean, published, trials } = cell;
    const theirs = baseline && published && publishedSample(published, baseline);
    if (!theirs || mean === undefined) return undefined;
    const ours = sampleOf(trials.map(({ value }) => value));
    return {
      distiller: distiller.name,
      pair: pairText(column),
      published: theirs.mean,
      publishedInterval: meanInterval(theirs),
      measured: mean,
      measuredInterval: ours && meanInterval(ours),
      verdict: isDrawn(verdict) ? verdict : undefined,
    };
  }
}

/** Those that have a shape of their own. */
const isDrawn = (verdict: string | undefined): verdict is ScatterVerdict =>
  scatterVerdicts.some((drawn) => drawn === verdict);
