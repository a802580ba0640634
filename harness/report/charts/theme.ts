import type { Config } from 'vega-lite';

/** The colour of the text around, so that charts are right on any ground. */
export const ink = 'currentColor';

/**
 * How wide charts are, in pixels: as wide as the column of a phone of 390, where they are read at their own size. Wide
 * screens have several beside each other.
 */
export const width = 350;

/** How a view fills that width, its axes included. */
export const fitted = { width, autosize: { type: 'fit-x', contains: 'padding' } } as const;

/** How all charts look: the text's colour and font, faint lines, nothing that is not read. */
export const theme: Config = {
  background: 'transparent',
  padding: 2,
  view: { stroke: null },
  axis: {
    labelColor: ink,
    titleColor: ink,
    titleFontWeight: 'normal',
    titlePadding: 6,
    domain: false,
    tickColor: ink,
    tickOpacity: 0.3,
    tickSize: 4,
    gridColor: ink,
    gridOpacity: 0.12,
    labelFontSize: 12,
    titleFontSize: 12,
    labelLimit: 240,
    labelFlush: false,
  },
  header: {
    labelColor: ink,
    titleColor: ink,
    titleAnchor: 'start',
    titleFontWeight: 'normal',
    titleFontSize: 12,
    labelFontSize: 12,
    labelFontWeight: 'bold',
    labelLimit: 200,
  },
  legend: {
    labelColor: ink,
    titleColor: ink,
    titleFontWeight: 'normal',
    labelFontSize: 12,
    titleFontSize: 12,
    labelLimit: 240,
    symbolOpacity: 1,
    rowPadding: 1,
    columnPadding: 14,
  },
  title: { color: ink, fontSize: 12, subtitleColor: ink, subtitleFontSize: 12 },
};
