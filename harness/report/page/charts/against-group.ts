import { sampleOf } from '../../../base/statistics/sample.ts';
import type { Distiller } from '../../../job/distiller.ts';
import { errorOf, type Metric } from '../../../job/metric.ts';
import type { Cell, Column } from '../../../results/cells.ts';
import type { Axis } from '../../../suite/suite.ts';
import { type ErrorPoint, errorLines } from '../../charts/error-lines.ts';
import type { MeasuredTable } from '../collect/tables.ts';
import type { ChartGroup, Figure } from '../page-data.ts';
import { figureOf, pairText } from './figures.ts';
import { meanInterval } from './mean-interval.ts';

/** How what changes along an axis is called, and drawn. */
const axes: Record<Axis, { axis: string; scale: 'linear' | 'log' }> = {
  teachers: { axis: 'number of teachers', scale: 'linear' },
  negatives: { axis: 'negatives for each image', scale: 'log' },
  temperature: { axis: 'temperature', scale: 'log' },
};

/** The errors of those tables in which one number changes from row to row or from pair to pair; none where no table is so. */
export async function againstGroup(tables: readonly MeasuredTable[]): Promise<ChartGroup[]> {
  const figures: Figure[] = [];
  const drawn = tables.flatMap(({ planned: { title, against }, columns }) =>
    against ? [{ title, against, columns }] : [],
  );
  for (const { title, against, columns } of drawn) {
    const points = against === 'teachers' ? pointsOfEnsembles(columns) : pointsOfRows(columns, against);
    figures.push(...figureOf(await errorLines({ title, ...axes[against], points }), title));
  }
  const group: ChartGroup = {
    id: 'against',
    title: 'Error against what changes',
    short: 'Errors',
    lead: 'The mean test error over trials, with 95 % intervals, as the paper draws it in its Figures 4 and 5.',
    figures,
  };
  return drawn.length > 0 ? [group] : [];
}

/** One line per distiller, and one for the teachers themselves, their probabilities averaged. */
function pointsOfEnsembles(columns: readonly Column[]): ErrorPoint[] {
  return columns.flatMap(({ teachers: x, metric, teacherValue, cells }) => [
    ...(teacherValue === undefined ? [] : [{ line: 'the teachers', x, error: errorOf(metric, teacherValue) }]),
    ...cells.flatMap((cell) => pointOf(cell.distiller.name, x, cell, metric)),
  ]);
}

/** One line per pair; what does not have the number, as a vanilla student, is a level line. */
function pointsOfRows(columns: readonly Column[], against: 'negatives' | 'temperature'): ErrorPoint[] {
  const numbers = columns.flatMap(({ cells }) => cells.flatMap(({ distiller }) => numberOf(distiller, against) ?? []));
  const ends = [Math.min(...numbers), Math.max(...numbers)];
  return columns.flatMap((column) =>
    column.cells.flatMap((cell) => {
      const x = numberOf(cell.distiller, against);
      if (x !== undefined) return pointOf(pairText(column), x, cell, column.metric);
      return ends.flatMap((end) => pointOf(`${cell.distiller.name}, ${pairText(column)}`, end, cell, column.metric));
    }),
  );
}

function numberOf({ method }: Distiller, against: 'negatives' | 'temperature'): number | undefined {
  return method?.name === 'crd' ? method[against] : undefined;
}

function pointOf(line: string, x: number, { mean, trials }: Cell, metric: Metric): ErrorPoint[] {
  if (mean === undefined) return [];
  const errors = sampleOf(trials.map(({ value }) => errorOf(metric, value)));
  return [{ line, x, error: errorOf(metric, mean), interval: errors && meanInterval(errors) }];
}
