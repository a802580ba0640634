import type { TopLevelSpec } from 'vega-lite';
import type { CorrelationDifference } from './correlation.ts';
import { render } from './render.ts';
import { signedImage } from './signed-image.ts';
import { ink } from './theme.ts';

/** How a distiller's student differs from its teacher. */
export interface HeatMap {
  distiller: string;
  difference: CorrelationDifference;
}

export interface HeatMapsInput {
  /** As people read it, such as `resnet56 to resnet20`. */
  pair: string;
  maps: readonly HeatMap[];
}

const side = 290;
const ramp = { width: 290, height: 10, steps: 121 };

/** The chart of one distiller's map. */
export interface HeatMapChart {
  distiller: string;
  svg: string;
}

/**
 * The paper's Figure 2 for one pair: one chart per distiller of the correlations between the teacher's class logits minus the
 * student's, all on one scale, which ends where a hundredth of all cells lies beyond.
 */
export async function heatMaps({ pair, maps }: HeatMapsInput): Promise<HeatMapChart[]> {
  const limit = limitOf(maps);
  return Promise.all(
    maps.map(async (map) => {
      const spec = { spacing: 14, vconcat: [mapView(map, limit), rampView(limit)] } as TopLevelSpec;
      const svg = await render({
        title: `Correlations of class logits, teacher minus student, ${map.distiller}, ${pair}`,
        summary: `Mean difference without its sign, off the diagonal: ${map.difference.mean.toFixed(3)}.`,
        spec,
      });
      return { distiller: map.distiller, svg };
    }),
  );
}

function mapView({ distiller, difference: { classes, values, mean } }: HeatMap, limit: number) {
  const text = `mean |difference| ${mean.toFixed(3)}`;
  const step = [1, 2, 5, 10, 25, 50, 100].find((one) => classes / one <= 5) ?? 250;
  // In the middle of a class, whose square ends where the next one begins.
  const ticks = Array.from({ length: Math.ceil(classes / step) }, (_, index) => index * step + 0.5);
  const axis = { values: ticks, labelExpr: "format(datum.value - 0.5, 'd')", grid: false, title: null };
  const scale = { domain: [0, classes], nice: false };
  return {
    ...{ width: side, height: side },
    title: { text: `${distiller}: ${text}`, fontWeight: 'normal', offset: 4, limit: side + 20 },
    layer: [
      picture(signedImage(values, classes, limit), side, side, `${distiller}: ${text}`),
      {
        data: { values: [{ from: 0, to: classes }] },
        mark: { type: 'rect', filled: false, stroke: ink, strokeOpacity: 0.3, aria: false },
        encoding: {
          ...{ x: { field: 'from', type: 'quantitative', scale, axis }, x2: { field: 'to' } },
          ...{
            y: { field: 'from', type: 'quantitative', scale: { ...scale, reverse: true }, axis },
            y2: { field: 'to' },
          },
        },
      },
    ],
  };
}

/** What the colours mean. */
function rampView(limit: number) {
  const { width, height, steps } = ramp;
  const values = Array.from({ length: steps }, (_, step) => limit * ((2 * step) / (steps - 1) - 1));
  const axis = {
    values: [-limit, -limit / 2, 0, limit / 2, limit],
    labelExpr: "datum.value === 0 ? '0' : format(datum.value, '+.3~f')",
    grid: false,
  };
  return {
    ...{ width, height },
    layer: [
      picture(signedImage(values, steps, limit), width, height, `from −${limit} to +${limit} and beyond`),
      {
        data: { values: [{ from: -limit, to: limit }] },
        mark: { type: 'rect', filled: false, stroke: ink, strokeOpacity: 0.3, aria: false },
        encoding: {
          x: {
            ...{ field: 'from', type: 'quantitative', title: "teacher's correlation minus student's" },
            ...{ scale: { domain: [-limit, limit], nice: false }, axis },
          },
          x2: { field: 'to' },
        },
      },
    ],
  };
}

function picture(url: string, width: number, height: number, description: string) {
  return {
    data: { values: [{ url, description }] },
    mark: { type: 'image', width, height, aspect: false, smooth: false },
    encoding: {
      ...{ x: { value: width / 2 }, y: { value: height / 2 } },
      ...{ url: { field: 'url' }, description: { field: 'description' } },
    },
  };
}

/** The same for all maps, so that they can be compared: to one digit, and never 0. */
function limitOf(maps: readonly HeatMap[]): number {
  const sizes = maps.flatMap(({ difference: { values } }) => Array.from(values, Math.abs)).toSorted((a, b) => a - b);
  const limit = sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 0;
  return limit > 0 ? Number(limit.toPrecision(1)) : 0.01;
}
