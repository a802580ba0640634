import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../base/counted.ts';
import { arrows } from './arrows.ts';
import { type Clipped, clip, type Domain, domainFor } from './clip.ts';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { render } from './render.ts';
import { describeCell, type ScatterCell, styleOf } from './scatter.ts';
import { fitted, ink } from './theme.ts';
import { points } from './words.ts';

/** Of each pair's line in a distiller's row. */
const lineHeight = 4;

/**
 * Measured minus published, one row per distiller and in it one line per pair: the point, and the interval of what was measured.
 * 0 is in the middle.
 * @param quantity what the values are, for the title
 * @returns SVG; undefined without a cell
 */
export async function differences(cells: readonly ScatterCell[], quantity = 'accuracy'): Promise<string | undefined> {
  if (cells.length === 0) return undefined;
  const distillers = [...new Set(cells.map(({ distiller }) => distiller))];
  const pairs = [...new Set(cells.map(({ pair }) => pair))];
  const looks = looksOf(distillers);
  const intervals = cells.flatMap(differenceInterval);
  const end = Math.max(...domainFor([0, ...cells.map(differenceOf)], intervals).map(Math.abs));
  const domain: Domain = [-end, end];
  const values = cells.map((cell) => rowOf(cell, domain));
  const step = Math.max(18, lineHeight * (pairs.length + 1));
  const y = { field: 'distiller', type: 'nominal', sort: distillers, title: null, axis: { grid: false } } as const;
  const yOffset = { field: 'pair', type: 'nominal', sort: pairs, scale: { domain: pairs } } as const;
  const x = {
    ...{ field: 'difference', type: 'quantitative', title: 'measured − published, points' },
    ...{ scale: { domain, nice: false }, axis: { orient: 'top' } },
  } as const;
  const color = { field: 'distiller', type: 'nominal', scale: looks.colour, legend: null } as const;
  const shape = { field: 'distiller', type: 'nominal', scale: looks.shape, legend: null } as const;
  const spec = {
    ...{ ...fitted, height: step * distillers.length, data: { values } },
    layer: [
      { data: { values: [{}] }, mark: { type: 'rule', color: ink, opacity: 0.5 }, encoding: { x: { datum: 0 } } },
      {
        transform: [{ filter: 'isValid(datum.lower)' }],
        mark: { type: 'rule', strokeWidth: 1, opacity: 0.55, aria: false },
        encoding: { x: { ...x, field: 'lower' }, x2: { field: 'upper' }, y, yOffset, color },
      },
      ...arrows(values, (at) => ({ x: { ...x, field: at }, y, yOffset, color })),
      ...styleOf(values).map(({ mark, rows }) => ({
        data: { values: rows },
        mark,
        encoding: { x, y, yOffset, color, shape, description: { field: 'description' } },
      })),
    ],
  } as TopLevelSpec;
  return render({ title: `Measured minus published ${quantity}`, summary: summaryOf(cells), spec });
}

const differenceOf = ({ measured, published }: ScatterCell) => measured - published;

function differenceInterval({ measuredInterval: interval, published }: ScatterCell): Interval[] {
  return interval ? [{ lower: interval.lower - published, upper: interval.upper - published }] : [];
}

function rowOf(cell: ScatterCell, domain: Domain) {
  const { distiller, pair, verdict } = cell;
  const [interval] = differenceInterval(cell);
  const clipped: Partial<Clipped> = interval ? clip(interval, domain) : {};
  return { distiller, pair, verdict, difference: differenceOf(cell), ...clipped, description: describeCell(cell) };
}

function summaryOf(cells: readonly ScatterCell[]): string {
  const mean = cells.reduce((sum, cell) => sum + differenceOf(cell), 0) / cells.length;
  const far = cells.reduce((far, cell) => (Math.abs(differenceOf(cell)) > Math.abs(differenceOf(far)) ? cell : far));
  return [
    `${counted(cells.length, 'cell')}; on average, measured minus published is ${points(mean)} points.`,
    `${far.distiller} on ${far.pair} is the furthest, ${points(differenceOf(far))} points.`,
  ].join(' ');
}
