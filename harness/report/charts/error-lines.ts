import type { TopLevelSpec } from 'vega-lite';
import { arrows } from './arrows.ts';
import { clip, type Domain, domainFor } from './clip.ts';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { render } from './render.ts';
import { fitted } from './theme.ts';
import { hundredths } from './words.ts';

/** A mean test error, in per cent. */
export interface ErrorPoint {
  /** What its line is called. */
  line: string;
  /** Where it stands on the axis, such as the number of teachers. */
  x: number;
  error: number;
  interval?: Interval | undefined;
}

export interface ErrorLinesInput {
  title: string;
  /** What changes along the axis, such as `teachers`. */
  axis: string;
  /** Are equal steps of the axis equal factors? */
  scale: 'linear' | 'log';
  points: readonly ErrorPoint[];
}

const height = 240;

/**
 * Errors against what changes: a line each, with intervals where there are some; as the paper's Figures 4 and 5.
 * @returns SVG; undefined without a point
 */
export async function errorLines({ title, axis, scale, points }: ErrorLinesInput): Promise<string | undefined> {
  if (points.length === 0) return undefined;
  const lines = [...new Set(points.map(({ line }) => line))];
  const looks = looksOf(lines);
  const places = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const x = {
    ...{ field: 'x', type: 'quantitative', title: axis },
    scale: scale === 'log' ? { type: 'log', nice: false } : { zero: false, nice: false },
    axis: { values: places, grid: false, labelOverlap: true },
  };
  const intervals = points.flatMap(({ interval }) => interval ?? []);
  const domain = domainFor(
    points.map(({ error }) => error),
    intervals,
  );
  const y = { type: 'quantitative', title: 'test error, %', scale: { domain, nice: false } };
  const values = points.map((point) => rowOf(point, domain));
  const color = { field: 'line', type: 'nominal', sort: null, scale: looks.colour };
  const legend = {
    title: null,
    orient: 'bottom',
    columns: 1,
    labelLimit: 300,
    symbolSize: 60,
  };
  const spec = {
    ...{ ...fitted, height, data: { values } },
    layer: [
      {
        transform: [{ filter: 'isValid(datum.lower)' }],
        mark: { type: 'rule', strokeWidth: 1.5, opacity: 0.6, aria: false },
        encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' }, color },
      },
      ...arrows(values, (at) => ({ x, y: { ...y, field: at }, color }), true),
      {
        mark: { type: 'line', strokeWidth: 1.5, aria: false },
        encoding: {
          ...{ x, y: { ...y, field: 'error' }, color: { ...color, legend } },
          strokeDash: { field: 'line', type: 'nominal', sort: null, scale: looks.dash, legend },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: {
          ...{ x, y: { ...y, field: 'error' }, color, description: { field: 'description' } },
          shape: { field: 'line', type: 'nominal', sort: null, scale: looks.shape, legend },
        },
      },
    ],
  } as TopLevelSpec;
  return render({ title, summary: summaryOf(lines, points, axis), spec });
}

function rowOf({ line, x, error, interval }: ErrorPoint, domain: Domain) {
  const range = interval ? `, interval ${hundredths(interval.lower)} to ${hundredths(interval.upper)}` : '';
  return {
    line,
    x,
    error,
    ...(interval && clip(interval, domain)),
    description: `${line} at ${x}: ${hundredths(error)}${range}`,
  };
}

function summaryOf(lines: readonly string[], points: readonly ErrorPoint[], axis: string): string {
  const ends = lines.map((line) => {
    const own = points.filter((point) => point.line === line).sort((a, b) => a.x - b.x);
    const [first, last] = [own[0]!, own.at(-1)!];
    if (own.length === 1) return `${line} ${hundredths(first.error)} at ${first.x}`;
    return `${line} ${hundredths(first.error)} at ${first.x}, ${hundredths(last.error)} at ${last.x}`;
  });
  return `Error in per cent by ${axis}: ${ends.join('; ')}.`;
}
