import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../base/counted.ts';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { columnPadding, legendColumns } from './legend-columns.ts';
import { render } from './render.ts';
import { markOf } from './slim.ts';
import { ink, width } from './theme.ts';
import { hundredths, points } from './words.ts';

/** A cell that was both published and measured: accuracies or errors in per cent. */
export interface ScatterCell {
  distiller: string;
  /** As people read it, such as `resnet56 to resnet20`. */
  pair: string;
  published: number;
  publishedInterval?: Interval | undefined;
  measured: number;
  measuredInterval?: Interval | undefined;
  verdict?: ScatterVerdict | undefined;
}

/** What has a look of its own among the check's verdicts. */
export const scatterVerdicts = ['agrees', 'higher', 'lower', 'too few trials', 'cannot be confirmed'] as const;
export type ScatterVerdict = (typeof scatterVerdicts)[number];

/** How points show their verdicts: full, empty, or with an outline. */
const marks = {
  full: { type: 'point', filled: true, size: 42, opacity: 0.9 },
  empty: { type: 'point', filled: false, size: 34, strokeWidth: 1.3, opacity: 0.9 },
  outlined: { type: 'point', filled: true, size: 90, opacity: 1, stroke: ink, strokeWidth: 1.8 },
} as const;

/** What the points of a chart mean, for those who read it. */
export const pointsLead = 'A filled point agrees, a hollow one is not decided, a large one with an outline differs.';

/** The rows of a chart by how their points are drawn; those that differ last, above all others. */
export function styleOf<Row extends { verdict?: string | undefined }>(rows: readonly Row[]) {
  const nameOf = ({ verdict }: Row): keyof typeof marks => {
    if (verdict === 'higher' || verdict === 'lower') return 'outlined';
    return verdict === 'too few trials' || verdict === 'cannot be confirmed' ? 'empty' : 'full';
  };
  return (['empty', 'full', 'outlined'] as const).flatMap((name) => {
    const own = rows.filter((row) => nameOf(row) === name);
    return own.length > 0 ? [{ mark: marks[name], rows: own }] : [];
  });
}

/**
 * Published against measured values, one point per cell, with the diagonal on which both are the same.
 * @param quantity what the values are, for the title
 * @returns SVG; undefined without a cell
 */
export async function scatter(cells: readonly ScatterCell[], quantity = 'accuracy'): Promise<string | undefined> {
  if (cells.length === 0) return undefined;
  const distillers = [...new Set(cells.map(({ distiller }) => distiller))];
  const looks = looksOf(distillers);
  const values = cells.map((cell) => ({ ...cell, description: describeCell(cell) }));
  const ends = domainOf(cells.flatMap(({ published, measured }) => [published, measured]));
  const axis = (field: string) => ({
    ...{ field, type: 'quantitative', title: `${field}, %` },
    ...{ scale: { domain: ends, nice: false }, axis: { tickCount: 6 } },
  });
  const colour = { field: 'distiller', type: 'nominal', scale: looks.colour, sort: null } as const;
  const columns = legendColumns(distillers, width - 60);
  const legend = { title: null, orient: 'bottom', columns, columnPadding, symbolSize: 50 };
  const spec = {
    ...{ width, height: width - 20, autosize: { type: 'fit-x', contains: 'padding' } },
    layer: [
      {
        data: { values: ends.map((end) => ({ published: end, measured: end })) },
        mark: { type: 'line', color: ink, opacity: 0.5, strokeWidth: 1, strokeDash: [4, 3], aria: false },
        encoding: { x: axis('published'), y: axis('measured') },
      },
      ...styleOf(values).map(({ mark, rows }) => ({
        data: { values: rows },
        mark,
        encoding: {
          ...{ x: axis('published'), y: axis('measured'), description: { field: 'description' } },
          color: { ...colour, legend },
          shape: { field: 'distiller', type: 'nominal', sort: null, scale: looks.shape, legend },
        },
      })),
    ],
  } as TopLevelSpec;
  return render({ title: `Published against measured ${quantity}`, summary: summaryOf(cells), spec });
}

/** `CRD, resnet56 to resnet20: measured 71.40, published 71.16 (+0.24); agrees`. */
export function describeCell({ distiller, pair, published, measured, verdict }: ScatterCell): string {
  const difference = points(measured - published);
  const judged = verdict ? `; ${verdict}` : '';
  const numbers = `measured ${hundredths(measured)}, published ${hundredths(published)} (${difference})`;
  return markOf(distiller, `${distiller}, ${pair}: ${numbers}${judged}`);
}

/** The same on both axes, so that the diagonal is one. */
function domainOf(values: readonly number[]): [number, number] {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.5, (highest - lowest) * 0.03);
  return [Math.max(0, lowest - room), Math.min(100, highest + room)];
}

function summaryOf(cells: readonly ScatterCell[]): string {
  const mean = cells.reduce((sum, { measured, published }) => sum + measured - published, 0) / cells.length;
  const differ = cells.filter(({ verdict }) => verdict === 'higher' || verdict === 'lower').length;
  const judged = cells.some(({ verdict }) => verdict);
  const verdict = judged ? ` ${differ} of them ${differ === 1 ? 'differs' : 'differ'} from what was published.` : '';
  return `${counted(cells.length, 'cell')}; on average, measured minus published is ${points(mean)} points.${verdict}`;
}
