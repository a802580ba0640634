/** Attributes of Vega's that add nothing: a chart is one image for readers, and takes its font from the page. */
const idle =
  / (?:aria-hidden|role|aria-roledescription|aria-label|pointer-events|font-family|stroke-miterlimit|opacity="1"|display="none")(?:="[^"]*")?(?=[\s/>])/g;
const measures = / (?:d|transform|x|y|x1|y1|x2|y2|width|height|font-size)="[^"]*"/g;

/** Stands between a mark's distiller and its description. */
const separator = '\u001f';

/** The description of a mark that belongs to a distiller; a mark without a text is not spoken of. */
export const markOf = (distiller: string, text = ''): string => `${distiller}${separator}${text}`;

/**
 * Vega's SVG in half its bytes: coordinates to a tenth of a pixel, without what cannot be seen. A mark's description
 * becomes its `<title>`, which browsers show when it is pointed at; its distiller becomes `data-of`, for scripts.
 */
export function slim(svg: string): string {
  let text = svg.replaceAll(/<[a-z][^<>]*>/g, slimTag);
  text = text.replaceAll(/<(path|text)\b[^<>]* (?:d="(?:M0,0h0v0h0Z)?"|opacity="0")[^<>]*(?:\/>|>[^<]*<\/\1>)/g, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/<g\b(?:[^<>]*[^<>/])?><\/g>|<g\b[^<>]*\/>/g, '');
  }
  return text;
}

/** The value of an attribute of the first tag. */
export function attributeIn(markup: string, name: string): string {
  return new RegExp(`^<[^>]* ${name}="([^"]*)"`).exec(markup)?.[1] ?? '';
}

/** A text in markup. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function slimTag(tag: string): string {
  const description = /^<(?:path|line|rect|image|text)\b[^<>]* aria-label="([^"]*)"/.exec(tag)?.[1];
  const slimmed = tag
    .replaceAll(idle, '')
    .replaceAll(/ class="(?!mark-\w+ role-mark)[^"]*"/g, '')
    .replaceAll(measures, (measure) =>
      measure.replaceAll(/-?\d*\.\d{2,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10)),
    );
  if (!description) return slimmed;
  const [text, distiller] = description.split(separator).toReversed();
  const element = /\w+/.exec(slimmed)![0];
  const owned = distiller ? slimmed.replace(element, `${element} data-of="${distiller}"`) : slimmed;
  if (!text) return owned;
  const title = `<title>${text}</title>`;
  return owned.endsWith('/>') ? `${owned.slice(0, -2)}>${title}</${element}>` : owned + title;
}
