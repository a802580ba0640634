import type { TopLevelSpec } from 'vega-lite';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { render } from './render.ts';
import { ink } from './theme.ts';
import { count, hundredths, points } from './words.ts';

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

export type ScatterVerdict = keyof typeof shapes;

/** By the check's verdict. */
const shapes = {
  agrees: 'circle',
  higher: 'triangle-up',
  lower: 'triangle-down',
  'too few trials': 'diamond',
} as const;
const notJudged = 'not judged';
const size = 420;
const verdictLegend = {
  title: null,
  orient: 'right',
  symbolSize: 70,
  symbolFillColor: ink,
  symbolStrokeColor: ink,
} as const;

/**
 * Published against measured values, a point a cell, with the diagonal on which both are the same; beside it the
 * difference, on whose scale agreement and doubt can be seen.
 * @param quantity what the values are, for the title
 * @returns SVG; undefined without a cell
 */
export async function scatter(cells: readonly ScatterCell[], quantity = 'accuracy'): Promise<string | undefined> {
  if (cells.length === 0) return undefined;
  const distillers = [...new Set(cells.map(({ distiller }) => distiller))];
  const shapeOf: Record<string, string> = { ...shapes, [notJudged]: 'square' };
  const looks = looksOf(distillers);
  const values = cells.map(rowOf);
  const verdicts = Object.keys(shapeOf).filter((name) => values.some(({ verdict }) => verdict === name));
  const ends = domainOf(values.flatMap((cell) => [cell.lower, cell.upper, cell.publishedLower, cell.publishedUpper]));
  const published = {
    field: 'published',
    type: 'quantitative',
    title: 'published, %',
    scale: { domain: ends, nice: false },
  } as const;
  const measured = {
    field: 'measured',
    type: 'quantitative',
    title: 'measured, %',
    scale: { domain: ends, nice: false },
  } as const;
  const difference = { field: 'difference', type: 'quantitative', title: 'measured − published, points' } as const;
  const colour = { field: 'distiller', type: 'nominal', scale: looks.colour, sort: null } as const;
  const mark = { type: 'point', filled: true, size: 42, opacity: 0.85 } as const;
  const rule = { type: 'rule', strokeWidth: 1, opacity: 0.4, aria: false } as const;
  const between = (name: string, lower: string, upper: string) => ({
    [name]: { field: lower, type: 'quantitative' },
    [`${name}2`]: { field: upper },
  });
  const dot = {
    color: { ...colour, legend: { title: null, orient: 'bottom', columns: 8, symbolSize: 70 } },
    shape: {
      ...{ field: 'verdict', type: 'nominal', sort: null },
      scale: { domain: verdicts, range: verdicts.map((name) => shapeOf[name]) },
      legend: cells.some(({ verdict }) => verdict) ? verdictLegend : null,
    },
    description: { field: 'description' },
  };
  const spec = {
    data: { values },
    spacing: 50,
    hconcat: [
      {
        ...{ width: size, height: size },
        layer: [
          {
            data: { values: ends.map((end) => ({ published: end, measured: end })) },
            mark: { type: 'line', color: ink, opacity: 0.5, strokeWidth: 1, strokeDash: [4, 3], aria: false },
            encoding: { x: published, y: measured },
          },
          { mark: rule, encoding: { y: measured, color: colour, ...between('x', 'publishedLower', 'publishedUpper') } },
          { mark: rule, encoding: { x: published, color: colour, ...between('y', 'lower', 'upper') } },
          { mark, encoding: { x: published, y: measured, ...dot } },
        ],
      },
      {
        ...{ width: size, height: size },
        layer: [
          { data: { values: [{}] }, mark: { ...rule, color: ink, opacity: 0.5 }, encoding: { y: { datum: 0 } } },
          {
            mark: rule,
            encoding: { x: published, color: colour, ...between('y', 'lowerDifference', 'upperDifference') },
          },
          { mark, encoding: { x: published, y: difference, ...dot } },
        ],
      },
    ],
  } as TopLevelSpec;
  return render({ title: `Published against measured ${quantity}`, summary: summaryOf(cells), spec });
}

function rowOf(cell: ScatterCell) {
  const { distiller, pair, published, publishedInterval, measured, measuredInterval, verdict } = cell;
  const difference = measured - published;
  return {
    ...{ distiller, published, measured, difference, verdict: verdict ?? notJudged },
    ...{ lower: measuredInterval?.lower ?? measured, upper: measuredInterval?.upper ?? measured },
    ...{ publishedLower: publishedInterval?.lower ?? published, publishedUpper: publishedInterval?.upper ?? published },
    lowerDifference: (measuredInterval?.lower ?? measured) - published,
    upperDifference: (measuredInterval?.upper ?? measured) - published,
    description: [
      `${distiller}, ${pair}: measured ${hundredths(measured)}`,
      `published ${hundredths(published)} (${points(difference)})${verdict ? `; ${verdict}` : ''}`,
    ].join(', '),
  };
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
  return `${count(cells.length, 'cell')}; on average, measured minus published is ${points(mean)} points.${verdict}`;
}
