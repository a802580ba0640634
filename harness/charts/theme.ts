import type { Config } from 'vega-lite';

/** The colour of the text around, so that charts are right on any ground. */
export const ink = 'currentColor';

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
    labelFontSize: 11,
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
    labelFontSize: 11,
    titleFontSize: 12,
    labelLimit: 240,
    symbolOpacity: 1,
    columnPadding: 14,
  },
  title: { color: ink, fontSize: 12, subtitleColor: ink, subtitleFontSize: 12 },
};
