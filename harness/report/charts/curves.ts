import type { TopLevelSpec } from 'vega-lite';
import { looksOf } from './colours.ts';
import { render } from './render.ts';
import { markOf } from './slim.ts';
import { fitted, ink, legendColumns } from './theme.ts';
import { bandOf, type EpochBand } from './trial-band.ts';
import { countText, hundredths } from './words.ts';

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

type Value = EpochBand & { distiller: string; description: string; owner: string };

/**
 * Test accuracy over the epochs of one pair's students: one line per distiller for the mean over its trials, a band from the
 * lowest to the highest. A second panel begins where the learning rate first drops, as they part there; a third has the
 * training loss.
 * @returns SVG; undefined where no trial has an epoch
 */
export async function curves(input: CurvesInput): Promise<string | undefined> {
  const { trained, panels } = panelsFor(input);
  if (panels.length === 0) return undefined;
  const width = widths[panels.length]!;
  const spec = { spacing: 24, hconcat: panels.map((panel) => ({ ...panel, width })) } as TopLevelSpec;
  return render({ title: `Training curves, ${input.pair}`, summary: summaryOf(trained), spec });
}

/**
 * The same panels, each a chart of its own.
 * @returns none where no trial has an epoch
 */
export async function curvePanels(input: CurvesInput): Promise<{ title: string; svg: string }[]> {
  const { trained, panels } = panelsFor(input);
  return Promise.all(
    panels.map(async ({ title: { text }, ...panel }) => {
      const spec = { ...fitted, ...panel } as TopLevelSpec;
      const title = `Training curves, ${input.pair}: ${text}`;
      return { title: text, svg: await render({ title, summary: summaryOf(trained), spec }) };
    }),
  );
}

function panelsFor({ curves, dropsAfter }: CurvesInput) {
  const trained = curves.filter(({ accuracies }) => accuracies.some(({ length }) => length > 0));
  if (trained.length === 0) return { trained, panels: [] };
  const accuracy = trained.flatMap((curve) => valuesOf(curve, curve.accuracies));
  const loss = trained.flatMap((curve) => valuesOf(curve, curve.losses ?? []));
  const positive = loss.every(({ lowest }) => lowest > 0);
  const last = Math.max(...accuracy.map(({ epoch }) => epoch));
  const drops = dropsAfter.filter((epoch) => epoch < last);
  const late = drops[0] === undefined ? [] : trained.flatMap((curve) => valuesOf(curve, curve.accuracies, drops[0]));
  const looks = looksOf(trained.map(({ distiller }) => distiller));
  const panels = [
    panel('test accuracy, %', accuracy, drops, looks),
    ...(late.length > trained.length
      ? [panel('test accuracy since the first drop, %', late, drops.slice(1), looks)]
      : []),
    ...(loss.length > 0 ? [panel('training loss', loss, drops, looks, positive ? 'log' : 'linear')] : []),
  ];
  return { trained, panels };
}

function panel(
  title: string,
  values: Value[],
  drops: readonly number[],
  looks: Looks,
  type: 'linear' | 'log' = 'linear',
) {
  const epochs = values.map(({ epoch }) => epoch);
  const banded = new Set(values.filter(({ lowest, highest }) => highest > lowest).map(({ distiller }) => distiller));
  const x = {
    ...{ field: 'epoch', type: 'quantitative', title: 'epoch' },
    scale: { domain: [Math.min(...epochs), Math.max(...epochs)], nice: false },
    axis: { tickCount: 6, tickMinStep: 1, format: 'd', grid: false },
  };
  const scale = type === 'log' ? { type, nice: false } : { type, zero: false };
  // The numbers at its ends stay beside it, so that panels side by side have one height.
  const axis = { labelFlush: true };
  const color = { field: 'distiller', type: 'nominal', sort: null, scale: looks.colour };
  const legend = {
    title: null,
    orient: 'bottom',
    columns: legendColumns(looks.colour.domain),
    symbolType: 'stroke',
    symbolSize: 200,
    columnPadding: 6,
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
type Looks = ReturnType<typeof looksOf>;

function valuesOf({ distiller, accuracies }: Curve, trials: Trials, after = 0): Value[] {
  const description = markOf(distiller, `${distiller}: ${endOf(accuracies)}`);
  return bandOf(trials, after).map((band) => ({ ...band, distiller, description, owner: markOf(distiller) }));
}

function endOf(trials: Trials): string {
  const { epoch, mean } = bandOf(trials).at(-1)!;
  const there = trials.filter(({ length }) => length >= epoch).length;
  return `${hundredths(mean)} after epoch ${epoch}, ${countText(there, 'trial')}`;
}

function summaryOf(trained: readonly Curve[]): string {
  return `${trained.map(({ distiller, accuracies }) => `${distiller} ${endOf(accuracies)}`).join('; ')}.`;
}
