import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../base/counted.ts';
import { looksOf } from './colours.ts';
import type { Interval } from './interval.ts';
import { render } from './render.ts';
import { markOf } from './slim.ts';
import { fitted, ink } from './theme.ts';

/** How long a training step takes. */
export interface StepTime {
  milliseconds: number;
  interval?: Interval | undefined;
}

/** A distiller's steps on one pair. */
export interface ShownSpeed {
  distiller: string;
  /** As people read it; with what else sets measurements apart, such as the teacher's cache. */
  pair: string;
  ours: StepTime;
  /** RepDistiller's on the same machine. */
  reference?: StepTime | undefined;
}

/** With what the cost is compared. */
const base = 'KD';
const reference = 'the reference';
const rowHeight = 18;

/** A chart of one pair: of milliseconds, or of the cost beside KD. */
export interface SpeedChart {
  title: string;
  svg: string;
}

/**
 * Milliseconds a step, and what each distiller costs beside KD on the same pair, ours with the reference's where it was
 * measured: two charts for each pair, one row per distiller.
 */
export async function speed(all: readonly ShownSpeed[]): Promise<SpeedChart[]> {
  const pairs = [...new Set(all.map(({ pair }) => pair))];
  const { colour } = looksOf([...new Set(all.map(({ distiller }) => distiller))]);
  const charts = pairs.flatMap((pair) => {
    const own = all.filter((one) => one.pair === pair);
    const values = valuesOf(own);
    const compared = values.some(({ cost }) => cost !== undefined);
    return [
      {
        title: `${pair}: milliseconds a step`,
        own,
        spec: panel(values, colour, 'milliseconds', 'milliseconds a step'),
      },
      ...(compared
        ? [{ title: `${pair}: cost beside KD`, own, spec: panel(values, colour, 'cost', 'cost beside KD, %') }]
        : []),
    ];
  });
  return Promise.all(
    charts.map(async ({ title, own, spec }) => {
      const summary = summaryOf(own);
      return { title, svg: await render({ title: `Speed of a training step, ${title}`, summary, spec }) };
    }),
  );
}

function panel(values: Value[], colour: object, field: 'milliseconds' | 'cost', title: string): TopLevelSpec {
  const rows = values.map(({ distiller }) => distiller);
  const y = { field: 'distiller', type: 'nominal', sort: rows, title: null };
  const x = { field, type: 'quantitative', title };
  const referenceX = { ...x, field: `${reference} ${field}` };
  const measured = values.some((value) => value.reference);
  return {
    ...{ ...fitted, height: rowHeight * values.length, data: { values } },
    layer: [
      {
        transform: [{ filter: `isValid(datum.${field})` }],
        mark: { type: 'bar', height: { band: 0.62 }, opacity: 0.85 },
        encoding: {
          ...{ x, y, color: { field: 'distiller', type: 'nominal', scale: colour, legend: null } },
          description: { field: 'description' },
        },
      },
      ...(field === 'milliseconds'
        ? [
            {
              transform: [{ filter: 'isValid(datum.lower)' }],
              mark: { type: 'rule', color: ink, strokeWidth: 1.5, aria: false },
              encoding: { y, x: { ...x, field: 'lower' }, x2: { field: 'upper' } },
            },
          ]
        : []),
      ...(measured
        ? [
            {
              transform: [{ filter: `isValid(datum['${referenceX.field}'])` }],
              mark: { type: 'point', filled: true, size: 55, opacity: 1, color: ink },
              encoding: {
                ...{ y, x: referenceX, description: { field: 'description' } },
                shape: {
                  ...{ datum: reference, type: 'nominal', scale: { domain: [reference], range: ['diamond'] } },
                  legend: { title: null, orient: 'bottom', symbolFillColor: ink, symbolStrokeColor: ink },
                },
              },
            },
          ]
        : []),
    ],
  } as TopLevelSpec;
}

type Value = ReturnType<typeof valuesOf>[number];

/** Of one pair. */
function valuesOf(all: readonly ShownSpeed[]) {
  const kd = all.find(({ distiller }) => distiller === base);
  return all.map((one) => {
    const { distiller, pair, ours } = one;
    const { milliseconds, interval } = ours;
    const [cost, referenceCost] = [costOf(ours, kd?.ours), costOf(one.reference, kd?.reference)];
    const parts = [
      `${distiller}, ${pair}: ${milliseconds.toPrecision(3)} ms a step`,
      ...(cost === undefined ? [] : [`${cost < 0 ? '\u2212' : '+'}${Math.abs(cost).toFixed(0)}% beside KD`]),
      ...(one.reference ? [`${reference} ${one.reference.milliseconds.toPrecision(3)} ms`] : []),
    ];
    return {
      ...{ distiller, milliseconds, cost, lower: interval?.lower, upper: interval?.upper },
      ...{ reference: one.reference !== undefined, description: markOf(distiller, parts.join('; ')) },
      [`${reference} milliseconds`]: one.reference?.milliseconds,
      [`${reference} cost`]: referenceCost,
    };
  });
}

/** In per cent more than KD. */
function costOf(time: StepTime | undefined, kd: StepTime | undefined): number | undefined {
  return time && kd && 100 * (time.milliseconds / kd.milliseconds - 1);
}

function summaryOf(all: readonly ShownSpeed[]): string {
  const times = all.map(({ ours }) => ours.milliseconds);
  const [fastest, slowest] = [Math.min(...times), Math.max(...times)].map((time) => time.toPrecision(3));
  return `${counted(all.length, 'measurement')}, from ${fastest} to ${slowest} ms a step.`;
}
