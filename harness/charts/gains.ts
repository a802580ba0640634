import type { TopLevelSpec } from 'vega-lite';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { render } from './render.ts';
import { ink } from './theme.ts';
import { count, points } from './words.ts';

/** What a distiller adds to the student that learns alone, on one pair: in percentage points of accuracy. */
export interface Gain {
  distiller: string;
  /** As people read it, such as `resnet56 to resnet20`. */
  pair: string;
  /** Undefined where it is not measured. */
  gain?: number | undefined;
  interval?: Interval | undefined;
  published?: number | undefined;
}

const perRow = 5;
/** Of a panel; of the panel where there is only one. */
const [narrow, wide] = [185, 420];
const rowHeight = 15;
const title = 'points over vanilla; dot: measured, with its interval; tick: published';

/**
 * The gain over vanilla, a panel a pair and a row a distiller, both in the order of their first appearance, with
 * intervals; a tick where the published gain lies.
 * @returns SVG; undefined where no gain is measured
 */
export async function gains(all: readonly Gain[]): Promise<string | undefined> {
  const measured = all.filter(({ gain }) => gain !== undefined);
  if (measured.length === 0) return undefined;
  const known = all.filter(({ gain, published }) => gain !== undefined || published !== undefined);
  const distillers = [...new Set(known.map(({ distiller }) => distiller))];
  const pairs = [...new Set(known.map(({ pair }) => pair))];
  const y = { field: 'distiller', type: 'nominal', sort: distillers, title: null, axis: { grid: true } } as const;
  const x = { field: 'gain', type: 'quantitative', title: null } as const;
  const color = { field: 'distiller', type: 'nominal', scale: looksOf(distillers).colour, legend: null } as const;
  const description = { field: 'description' };
  const spec = {
    data: { values: known.map(rowOf) },
    facet: { field: 'pair', type: 'nominal', sort: pairs, title, header: { labelPadding: 4 } },
    ...{ columns: perRow, align: 'each', spacing: { row: 16, column: 14 } },
    resolve: { axis: { x: 'independent' } },
    spec: {
      ...{ width: pairs.length === 1 ? wide : narrow, height: { step: rowHeight } },
      layer: [
        {
          data: { values: [{ gain: 0 }] },
          mark: { type: 'rule', color: ink, opacity: 0.5, aria: false },
          encoding: { x },
        },
        {
          transform: [{ filter: 'isValid(datum.published)' }],
          mark: { type: 'tick', color: ink, opacity: 0.75, thickness: 1.5, size: rowHeight - 4 },
          encoding: { y, x: { ...x, field: 'published' }, description },
        },
        {
          transform: [{ filter: 'isValid(datum.lower)' }],
          mark: { type: 'rule', strokeWidth: 1.5, aria: false },
          encoding: { y, x: { ...x, field: 'lower' }, x2: { field: 'upper' }, color },
        },
        {
          transform: [{ filter: 'isValid(datum.gain)' }],
          mark: { type: 'point', filled: true, size: 28, opacity: 1 },
          encoding: { y, x, color, description },
        },
      ],
    },
  } as TopLevelSpec;
  return render({ title: 'Gain over vanilla', summary: summaryOf(measured, pairs), spec });
}

function rowOf({ distiller, pair, gain, interval, published }: Gain) {
  const parts = [
    ...(gain === undefined ? [] : [`${points(gain)} points over vanilla`]),
    ...(interval ? [`interval ${points(interval.lower)} to ${points(interval.upper)}`] : []),
    ...(published === undefined ? [] : [`published ${points(published)}`]),
  ];
  const { lower, upper } = interval ?? {};
  return { distiller, pair, gain, lower, upper, published, description: `${distiller}, ${pair}: ${parts.join('; ')}` };
}

function summaryOf(measured: readonly Gain[], pairs: readonly string[]): string {
  const best = measured.reduce((best, one) => (one.gain! > best.gain! ? one : best));
  const above = measured.filter(({ gain }) => gain! > 0).length;
  return [
    `${above} of ${count(measured.length, 'cell')} on ${count(pairs.length, 'pair')} ${above === 1 ? 'lies' : 'lie'} above vanilla;`,
    `${best.distiller} on ${best.pair} gains the most, ${points(best.gain!)} points.`,
  ].join(' ');
}
