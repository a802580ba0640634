import type { TopLevelSpec } from 'vega-lite';
import { counted } from '../../base/counted.ts';
import { decimalsFor } from '../../base/statistics/decimals.ts';
import { arrows } from './arrows.ts';
import { type Clipped, clip, type Domain } from './clip.ts';
import { lookOf } from './colours.ts';
import { render } from './render.ts';
import { markOf } from './slim.ts';
import { fitted, ink } from './theme.ts';

/** A quantity's band, and where this run lies, both in the quantity's own unit. */
export interface BandMark {
  /** In a few words, such as `accuracy, epoch 18`. */
  label: string;
  low: number;
  high: number;
  mean: number;
  outside: boolean;
}

export interface BandsInput {
  distiller: string;
  /** As people read it, such as `resnet56 to resnet20`. */
  pair: string;
  marks: readonly BandMark[];
}

const rowHeight = 24;
/** In half widths of a band, from its middle. The numbers stand beside the band and the room for marks. */
const row: Domain = [-3.7, 3.7];
const numbersFrom = 1.6;
/** Between the numbers; what lies beyond is an arrow. */
const domain: Domain = [-1.5, 1.5];

/**
 * The bands of a distiller's students, one row per quantity: the band as a bar of the same width in all rows, with the numbers at
 * its ends, and the run as a mark in it or outside.
 * @returns SVG; undefined without a band
 */
export async function bands({ distiller, pair, marks }: BandsInput): Promise<string | undefined> {
  if (marks.length === 0) return undefined;
  const { colour, shape } = lookOf(distiller);
  const values = marks.map((mark) => rowOf(distiller, mark));
  const y = {
    ...{ field: 'label', type: 'nominal', sort: marks.map(({ label }) => label), title: null },
    axis: { ticks: false, labelPadding: 4 },
  };
  const at = (field: string) => ({
    ...{ field, type: 'quantitative', title: null, scale: { domain: row, nice: false }, axis: null },
  });
  const text = { type: 'text', color: ink, opacity: 0.75, fontSize: 12, aria: false } as const;
  const spec = {
    ...{ ...fitted, height: rowHeight * marks.length, data: { values } },
    layer: [
      {
        mark: { type: 'bar', color: ink, opacity: 0.16, height: { band: 0.55 }, aria: false },
        encoding: { y, x: at('start'), x2: { field: 'end' } },
      },
      { mark: { ...text, align: 'right' }, encoding: { y, x: at('first'), text: { field: 'low' } } },
      { mark: { ...text, align: 'left' }, encoding: { y, x: at('last'), text: { field: 'high' } } },
      ...arrows(values, (field) => ({
        y,
        x: at(field),
        color: { value: colour },
        description: { field: 'description' },
      })),
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 1, shape, color: colour },
        encoding: {
          ...{ y, x: at('place'), description: { field: 'description' } },
          stroke: { condition: { test: 'datum.outside', value: ink }, value: null },
          strokeWidth: { condition: { test: 'datum.outside', value: 1.8 }, value: 0 },
        },
      },
    ],
  } as TopLevelSpec;
  return render({ title: `Bands of ${distiller}, ${pair}`, summary: summaryOf(marks), spec });
}

function rowOf(distiller: string, { label, low, high, mean, outside }: BandMark) {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const place = half > 0 ? (mean - middle) / half : Math.sign(mean - middle);
  const { lower, upper, arrows } = clip({ lower: place, upper: place }, domain);
  // Where it lies beyond the axis, an arrow stands for it.
  const shown: Partial<Clipped> & { place?: number } = arrows.length > 0 ? { lower, upper, arrows } : { place };
  const where = outside ? 'outside of' : 'within';
  const decimals = decimalsFor([low, high], 4);
  const short = (value: number) => value.toFixed(decimals).replace('-', '−');
  const numbers = `${short(mean)}, ${where} the band from ${short(low)} to ${short(high)}`;
  return {
    ...{
      label,
      low: short(low),
      high: short(high),
      start: -1,
      end: 1,
      first: -numbersFrom,
      last: numbersFrom,
      outside,
      ...shown,
    },
    description: markOf(distiller, `${distiller}, ${label}: ${numbers}`),
  };
}

function summaryOf(marks: readonly BandMark[]): string {
  const within = marks.filter(({ outside }) => !outside).length;
  return `${within} of ${counted(marks.length, 'quantity', 'quantities')} ${within === 1 ? 'lies' : 'lie'} within the band.`;
}
