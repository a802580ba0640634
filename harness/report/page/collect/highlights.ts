import { counted } from '../../../base/counted.ts';
import { needsTeacher } from '../../../job/distiller.ts';
import { gainOf, isFirst } from '../../../job/metric.ts';
import { fixed } from '../../../results/cell-text.ts';
import type { Column } from '../../../results/cells.ts';
import { figuresOf } from '../../tables/derived/figures.ts';
import type { Highlight } from '../page-data.ts';
import { signedNumber } from './number-text.ts';
import { publishedColumns } from './published-columns.ts';

/** The few numbers that stand first. */
export function highlightsFor(columns: readonly Column[]): Highlight[] {
  return [improvement(columns), best(columns), distance(columns)].filter((one) => one !== undefined);
}

/** What the paper's abstract reports: how much CRD adds to what KD adds. */
function improvement(columns: readonly Column[]): Highlight | undefined {
  const of = (some: readonly Column[]) =>
    figuresOf(some).find(({ distiller }) => distiller === 'CRD')?.relativeImprovement;
  const [ours, theirs] = [of(columns), of(publishedColumns(columns))];
  if (!ours) return undefined;
  const published = theirs ? `; published: ${fixed(theirs.perCent)} %` : '';
  return {
    label: "CRD's relative improvement over KD",
    value: `${fixed(ours.perCent)} %`,
    note: `mean over ${counted(ours.pairs, 'pair')}${published}`,
  };
}

/** Of one pair, over which nothing can be averaged: the best distiller's mean beside those of vanilla and of the teacher. */
function best([column, ...others]: readonly Column[]): Highlight | undefined {
  if (!column || others.length > 0 || column.mutual || !isFirst(column.metric)) return undefined;
  const { metric, cells, teacherValue } = column;
  const measured = cells.filter(({ mean, distiller }) => mean !== undefined && needsTeacher(distiller));
  const [first, second] = measured.toSorted((one, other) => gainOf(metric, other.mean!, one.mean!));
  const vanilla = cells.find(({ distiller }) => !needsTeacher(distiller))?.mean;
  if (!first || !second || vanilla === undefined) return undefined;
  const gain = signedNumber(gainOf(metric, first.mean!, vanilla));
  const teacher = teacherValue === undefined ? '' : `; the teacher has ${fixed(teacherValue)}\u{a0}%`;
  return {
    label: `The best distiller of ${measured.length}: ${first.distiller.name}`,
    value: `${fixed(first.mean!)} %`,
    note: `${gain} points over vanilla${teacher}`,
  };
}

function distance(columns: readonly Column[]): Highlight | undefined {
  const distances = columns
    .flatMap(({ cells }) => cells)
    .flatMap(({ mean, published }) =>
      mean === undefined || typeof published?.mean.value !== 'number' ? [] : [Math.abs(mean - published.mean.value)],
    );
  if (distances.length === 0) return undefined;
  return {
    label: 'Mean distance from the published means',
    value: `${fixed(distances.reduce((sum, one) => sum + one, 0) / distances.length)} points`,
    note: `over ${counted(distances.length, 'cell')}`,
  };
}
