import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../base/counted.ts';
import { arrows } from './arrows.ts';
import { type Clipped, clip, type Domain, domainFor } from './clip.ts';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { render } from './render.ts';
import { markOf } from './slim.ts';
import { fitted, ink } from './theme.ts';
import { points } from './words.ts';

/** What a distiller adds to the student that learns alone, on one pair: in percentage points of accuracy. */
export interface ShownGain {
  distiller: string;
  /** As people read it, such as `resnet56 to resnet20`. */
  pair: string;
  /** Undefined where it is not measured. */
  gain?: number | undefined;
  interval?: Interval | undefined;
  published?: number | undefined;
}

/** The chart of one pair, or of the means over all. */
export interface GainsChart {
  pair: string;
  svg: string;
}

const rowHeight = 18;

/**
 * The gain over vanilla, one chart per pair and one row per distiller, both in the order of their first appearance, with intervals;
 * a tick where the published gain lies. All are on one scale.
 * @param title without the pair
 * @returns none where no gain is measured
 */
export async function gains(all: readonly ShownGain[], title = 'Gain over vanilla'): Promise<GainsChart[]> {
  if (all.every(({ gain }) => gain === undefined)) return [];
  const known = all.filter(({ gain, published }) => gain !== undefined || published !== undefined);
  const domain = domainFor(
    [0, ...known.flatMap(({ gain, published }) => [gain, published].filter((value) => value !== undefined))],
    known.flatMap(({ interval }) => interval ?? []),
  );
  const pairs = [...new Set(known.map(({ pair }) => pair))];
  return Promise.all(
    pairs.map(async (pair) => {
      const own = known.filter((one) => one.pair === pair);
      return { pair, svg: await chartOf(own, `${title}, ${pair}`, domain) };
    }),
  );
}

function chartOf(own: readonly ShownGain[], title: string, domain: Domain): Promise<string> {
  const distillers = own.map(({ distiller }) => distiller);
  const looks = looksOf(distillers);
  const y = { field: 'distiller', type: 'nominal', sort: distillers, title: null, axis: { grid: true } } as const;
  const x = {
    ...{ field: 'gain', type: 'quantitative', title: 'points over vanilla' },
    scale: { domain, nice: false },
    // As many numbers as stand apart beside the longest names.
    axis: { tickCount: 5 },
  } as const;
  const color = { field: 'distiller', type: 'nominal', scale: looks.colour, legend: null } as const;
  const shape = { field: 'distiller', type: 'nominal', scale: looks.shape, legend: null } as const;
  const description = { field: 'description' };
  const values = own.map((gain) => rowOf(gain, domain));
  const spec = {
    ...{ ...fitted, height: rowHeight * own.length, data: { values } },
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
      ...arrows(values, (along) => ({ x: { ...x, field: along }, y, color })),
      {
        transform: [{ filter: 'isValid(datum.gain)' }],
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: { y, x, color, shape, description },
      },
    ],
  } as TopLevelSpec;
  return render({ title, summary: summaryOf(own), spec });
}

function rowOf({ distiller, pair, gain, interval, published }: ShownGain, domain: Domain) {
  const parts = [
    ...(gain === undefined ? [] : [`${points(gain)} points over vanilla`]),
    ...(interval ? [`interval ${points(interval.lower)} to ${points(interval.upper)}`] : []),
    ...(published === undefined ? [] : [`published ${points(published)}`]),
  ];
  const clipped: Partial<Clipped> = interval ? clip(interval, domain) : {};
  const description = markOf(distiller, `${distiller}, ${pair}: ${parts.join('; ')}`);
  return { distiller, gain, ...clipped, published, description };
}

function summaryOf(own: readonly ShownGain[]): string {
  const measured = own.filter(({ gain }) => gain !== undefined);
  if (measured.length === 0) return 'No gain is measured yet.';
  const best = measured.reduce((best, one) => (one.gain! > best.gain! ? one : best));
  const above = measured.filter(({ gain }) => gain! > 0).length;
  return [
    `${above} of ${counted(measured.length, 'distiller')} ${above === 1 ? 'lies' : 'lie'} above vanilla;`,
    `${best.distiller} gains the most, ${points(best.gain!)} points.`,
  ].join(' ');
}
