import { scale as scaleOf } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../base/counted.ts';
import { looksOf } from './colours.ts';
import { columnPadding, legendColumns } from './legend-columns.ts';
import { render } from './render.ts';
import { markOf } from './slim.ts';
import { fitted, ink, width } from './theme.ts';
import { bandOf, type EpochBand } from './trial-band.ts';
import { hundredths } from './words.ts';

/** The training of a distiller's students on one pair. */
export interface Curve {
  distiller: string;
  /** A trial's values after each epoch, from the first; trials may have come differently far. */
  accuracies: readonly (readonly number[])[];
  /** As `accuracies`, of the training loss; drawn where any distiller has some. */
  losses?: readonly (readonly number[])[] | undefined;
}

export interface CurvesInput {
  /** As people read it, such as `resnet56 to resnet20`. */
  pair: string;
  curves: readonly Curve[];
  /** After how many epochs the learning rate drops. */
  dropsAfter: readonly number[];
}

/** Of each panel, by how many there are. */
const widths = [0, 640, 500, 350];
const height = 260;
/** Beside the numbers of a panel that is a chart of its own. */
const legendRoom = width - 40;
/** The part of a training in which accuracy rises so steeply that on its scale all that follows would lie close together. */
const steepPart = 1 / 20;
/** About how many numbers a linear axis has. */
const ticks = 6;

type Value = EpochBand & { distiller: string; description: string; owner: string };

/**
 * Test accuracy over the epochs of one pair's students: one line per distiller for the mean over its trials, a band from the
 * lowest to the highest. A second panel begins where the learning rate first drops, as they part there; a third has the
 * training loss.
 * @returns SVG; undefined where no trial has an epoch
 */
export async function curves(input: CurvesInput): Promise<string | undefined> {
  const { trained, panels } = panelsFor(input, Number.POSITIVE_INFINITY);
  if (panels.length === 0) return undefined;
  const each = widths[panels.length]!;
  const spec = { spacing: 24, hconcat: panels.map((panel) => ({ ...panel, width: each })) } as TopLevelSpec;
  return render({ title: `Training curves, ${input.pair}`, summary: summaryOf(trained), spec });
}

/**
 * The same panels, each a chart of its own.
 * @returns none where no trial has an epoch
 */
export async function curvePanels(input: CurvesInput): Promise<{ title: string; svg: string }[]> {
  const { trained, panels } = panelsFor(input, legendRoom);
  return Promise.all(
    panels.map(async ({ title: { text }, ...panel }) => {
      const spec = { ...fitted, ...panel } as TopLevelSpec;
      const title = `Training curves, ${input.pair}: ${text}`;
      return { title: text, svg: await render({ title, summary: summaryOf(trained), spec }) };
    }),
  );
}

function panelsFor({ curves, dropsAfter }: CurvesInput, room: number) {
  const trained = curves.filter(({ accuracies }) => accuracies.some(({ length }) => length > 0));
  if (trained.length === 0) return { trained, panels: [] };
  const lines = trained.map((curve) => valuesOf(curve, curve.accuracies));
  const ends = endsOf(lines.flat());
  const accuracy = withoutSteepStart(lines, ends[0]);
  const loss = trained.flatMap((curve) => valuesOf(curve, curve.losses ?? []));
  const positive = loss.every(({ lowest }) => lowest > 0);
  const last = Math.max(...accuracy.map(({ epoch }) => epoch));
  const drops = dropsAfter.filter((epoch) => epoch < last);
  const late = drops[0] === undefined ? [] : trained.flatMap((curve) => valuesOf(curve, curve.accuracies, drops[0]));
  const panels = [
    panel({ room, title: 'test accuracy, %', values: accuracy, first: 1, ends, drops }),
    ...(late.length > trained.length
      ? [panel({ room, title: 'test accuracy since the first drop, %', values: late, drops: drops.slice(1) })]
      : []),
    ...(loss.length > 0
      ? [panel({ room, title: 'training loss', values: loss, drops, type: positive ? 'log' : 'linear' })]
      : []),
  ];
  return { trained, panels };
}

interface Panel {
  title: string;
  values: Value[];
  /** The first epoch of its axis; that of its values by default. */
  first?: number;
  /** Of its linear axis; the numbers around its values by default. */
  ends?: [number, number];
  drops: readonly number[];
  /** How wide the legend may be. */
  room: number;
  type?: 'linear' | 'log';
}

function panel({ title, values, first, ends, drops, room, type = 'linear' }: Panel) {
  // While training goes on, some may not have come as far as this panel.
  const distillers = [...new Set(values.map(({ distiller }) => distiller))];
  const looks = looksOf(distillers);
  const epochs = values.map(({ epoch }) => epoch);
  const banded = new Set(values.filter(({ lowest, highest }) => highest > lowest).map(({ distiller }) => distiller));
  const x = {
    ...{ field: 'epoch', type: 'quantitative', title: 'epoch' },
    scale: { domain: [first ?? Math.min(...epochs), Math.max(...epochs)], nice: false },
    axis: { tickCount: 6, tickMinStep: 1, format: 'd', grid: false },
  };
  // A linear axis begins and ends at a number; that of the logarithm has those at its ends beside it. So panels have one height.
  const domain = ends ? { domain: ends, nice: false } : { nice: ticks };
  const scale = type === 'log' ? { type, nice: false } : { type, zero: false, ...domain };
  const axis = type === 'log' ? { labelFlush: true } : { tickCount: ticks };
  const color = { field: 'distiller', type: 'nominal', sort: null, scale: looks.colour };
  const legend = {
    title: null,
    orient: 'bottom',
    columns: legendColumns(distillers, room),
    symbolType: 'stroke',
    symbolSize: 200,
    columnPadding,
    symbolStrokeWidth: 2,
  };
  return {
    ...{ height, title: { text: title, anchor: 'start', fontWeight: 'normal' }, data: { values } },
    layer: [
      {
        data: { values: drops.map((drop) => ({ drop: drop + 0.5 })) },
        mark: { type: 'rule', color: ink, opacity: 0.45, strokeDash: [3, 3], aria: false },
        encoding: { x: { ...x, field: 'drop' } },
      },
      {
        // All epochs of who has a band anywhere: it narrows to a point where trials agree, and goes on.
        data: { values: values.filter(({ distiller }) => banded.has(distiller)) },
        mark: { type: 'area', opacity: 0.12 },
        encoding: {
          ...{ x, y: { field: 'lowest', type: 'quantitative', title: null, scale, axis }, y2: { field: 'highest' } },
          ...{ color, description: { field: 'owner' } },
        },
      },
      {
        // A line of one epoch would not be seen.
        mark: { type: 'line', strokeWidth: 1.5, point: new Set(epochs).size === 1 },
        encoding: {
          ...{ x, y: { field: 'mean', type: 'quantitative', title: null, scale, axis } },
          color: { ...color, legend },
          strokeDash: { field: 'distiller', type: 'nominal', sort: null, scale: looks.dash, legend },
          description: { field: 'description' },
        },
      },
    ],
  };
}

type Trials = readonly (readonly number[])[];

/**
 * Without what lies below the chart: a line that rises from there begins at the lower end of its axis.
 * @param lines each with its epochs in order
 */
function withoutSteepStart(lines: readonly Value[][], floor: number): Value[] {
  return lines.flatMap((line) =>
    line.flatMap((value, index) => {
      if (value.mean >= floor) return [{ ...value, lowest: Math.max(value.lowest, floor) }];
      const next = line[index + 1];
      if (!next || next.mean < floor) return [];
      const share = (floor - value.mean) / (next.mean - value.mean);
      const between = (from: number, to: number) => from + share * (to - from);
      const highest = Math.max(floor, between(value.highest, next.highest));
      return [{ ...value, epoch: between(value.epoch, next.epoch), mean: floor, lowest: floor, highest }];
    }),
  );
}

/** The numbers at which an axis ends that has room for all but what lies below all that comes after the first steep epochs. */
function endsOf(all: readonly EpochBand[]): [number, number] {
  const last = Math.max(...all.map(({ epoch }) => epoch));
  const lowest = Math.min(...all.filter(({ epoch }) => epoch > last * steepPart).map((band) => band.lowest));
  const highest = Math.max(...all.map((band) => band.highest));
  return scaleOf('linear')().domain([lowest, highest]).nice(ticks).domain();
}

/** Does a line of them begin so far below the chart that it is seen? */
export function beginsBelow(curves: readonly Curve[]): boolean {
  const all = curves.flatMap(({ accuracies }) => bandOf(accuracies));
  const [floor, top] = endsOf(all);
  return all.some(({ mean }) => floor - mean > (top - floor) / 50);
}

function valuesOf({ distiller, accuracies }: Curve, trials: Trials, after = 0): Value[] {
  const description = markOf(distiller, `${distiller}: ${endOf(accuracies)}`);
  return bandOf(trials, after).map((band) => ({ ...band, distiller, description, owner: markOf(distiller) }));
}

function endOf(trials: Trials): string {
  const { epoch, mean } = bandOf(trials).at(-1)!;
  const there = trials.filter(({ length }) => length >= epoch).length;
  return `${hundredths(mean)} after epoch ${epoch}, ${counted(there, 'trial')}`;
}

function summaryOf(trained: readonly Curve[]): string {
  return `${trained.map(({ distiller, accuracies }) => `${distiller} ${endOf(accuracies)}`).join('; ')}.`;
}
