import { interval } from '../../../base/statistics/estimate.ts';
import { paired } from '../../../base/statistics/paired.ts';
import { needsTeacher } from '../../../job/distiller.ts';
import { gainOf, inOrderOfGain, isFirst, type Metric } from '../../../job/metric.ts';
import type { Cell, Column } from '../../../results/cells.ts';
import { gains, type ShownGain } from '../../charts/gains.ts';
import type { MeasuredTable } from '../collect/tables.ts';
import type { ChartGroup } from '../page-data.ts';
import { pairText } from './figures.ts';

/** What each distiller adds to the student that learns alone: a figure for each pair; none for one, which is the headline's. */
export async function gainsGroup(tables: readonly MeasuredTable[]): Promise<ChartGroup> {
  const all = shownGains(tables);
  const tick = all.some(({ published }) => published !== undefined) ? ' A tick is the published gain.' : '';
  const single = all.some(({ gain, interval }) => gain !== undefined && interval === undefined)
    ? ' One trial has no interval, as nothing shows how far trials scatter.'
    : '';
  const charts = await gains(all);
  return {
    id: 'gains',
    title: 'Gains over vanilla',
    short: 'Gains',
    lead: `Points of accuracy above the student that learns alone, with 95 % intervals from paired trials, which have the same data in the same order.${single}${tick} An arrow marks an interval that continues beyond the chart.`,
    figures: charts.length > 1 ? charts.map(({ pair: caption, svg }) => ({ caption, svg })) : [],
  };
}

/** The gain of each distiller on each pair. */
export function shownGains(tables: readonly MeasuredTable[]): ShownGain[] {
  const found = tables.flatMap(({ columns }) => columns.filter(({ metric }) => isFirst(metric)).flatMap(gainsIn));
  // A cell may stand in several tables.
  return [...new Map(found.map((gain) => [`${gain.distiller} ${gain.pair}`, gain])).values()];
}

function gainsIn(column: Column): ShownGain[] {
  const vanilla = column.cells.find(({ distiller }) => !needsTeacher(distiller));
  if (!vanilla) return [];
  return column.cells
    .filter(({ distiller, unfit }) => needsTeacher(distiller) && unfit === undefined)
    .map((cell): ShownGain => {
      const measured = gain(column.metric, cell.mean, vanilla.mean);
      const published = gain(column.metric, cell.published?.mean.value, vanilla.published?.mean.value);
      const inOrder = inOrderOfGain(column.metric, cell, vanilla);
      const about = { distiller: cell.distiller.name, pair: pairText(column) };
      return { ...about, gain: measured, interval: pairedInterval(...inOrder), published };
    });
}

type Mean = number | null | undefined;

function gain(metric: Metric, one: Mean, other: Mean): number | undefined {
  return typeof one === 'number' && typeof other === 'number' ? gainOf(metric, one, other) : undefined;
}

/** Only where all trials of both are paired: the mean is that of all. */
function pairedInterval({ trials: ours }: Cell, { trials: theirs }: Cell): ShownGain['interval'] {
  const numbered = new Map(theirs.map(({ number, value }) => [number, value]));
  if (ours.length !== theirs.length || ours.some(({ number }) => !numbered.has(number))) return undefined;
  const estimate = paired(
    ours.map(({ value }) => value),
    ours.map(({ number }) => numbered.get(number)!),
  );
  if (!estimate) return undefined;
  const [lower, upper] = interval(estimate, 0.95);
  return { lower, upper };
}
