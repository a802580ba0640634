import { createHash } from 'node:crypto';
import { parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { darkColours } from './colours.ts';
import { attributeIn, escaped, slim } from './slim.ts';
import { textWidth } from './text-width.ts';
import { theme } from './theme.ts';

declare module 'vega' {
  /** Exported, but not among Vega's types. */
  export const textMetrics: { width(item: { fontSize?: number; limit?: number }, text: unknown): number };
}

// Vega would leave room that nothing fills: also that of what it cuts off, which was more than a chart is wide.
textMetrics.width = ({ fontSize = 12, limit }, text) =>
  Math.min(textWidth(String(text ?? ''), fontSize), limit || Number.POSITIVE_INFINITY);

/** How much larger than its own size a chart is drawn where there is room: its text is then as large as the page's. */
const magnification = 1.3;

/** A chart, and what those are told who do not see it. */
export interface Drawing {
  /** What is drawn, in a few words. */
  title: string;
  /** What it shows, in a sentence or two. */
  summary: string;
  spec: TopLevelSpec;
}

/**
 * A chart as SVG, to be put into a page as it is. It takes the text's colour and font from there, its own colours by the
 * light or dark scheme, little more than its own width at most, and refers to nothing outside. A mark with a `description` tells it
 * when it is pointed at. Its identifiers follow from what is in it, so that no two charts of a page share one; hence what
 * Vega itself would number, clips and gradients, is not for charts.
 */
export async function render({ title, summary, spec }: Drawing): Promise<string> {
  const { spec: vega } = compile(spec, { config: theme });
  const view = new View(parse(vega), { renderer: 'none' });
  const svg = slim(await view.toSVG());
  view.finalize();
  const id = `chart-${createHash('sha256').update(title).update(svg).digest('hex').slice(0, 10)}`;
  const [width, height] = ['width', 'height'].map((name) => attributeIn(svg, name));
  const names = `aria-labelledby="${id}-title" aria-describedby="${id}-summary"`;
  const widest = Math.round(Number(width) * magnification);
  const size = `viewBox="0 0 ${width} ${height}" width="100%" style="max-width:${widest}px;overflow:visible"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" ${names} ${size}>`,
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-summary">${escaped(summary)}</desc>`,
    // Paper is white, whatever the screen is.
    `<style>@media screen and (prefers-color-scheme:dark){.chart{${darkColours}}}</style>`,
    svg.slice(svg.indexOf('>') + 1),
  ].join('');
}
