import { expect, test } from 'vitest';
import { faultsOf, textsIn, titlesIn } from './fixtures/marks.ts';
import { render } from './render.ts';
import { scatter } from './scatter.ts';

const drawing = (title: string) =>
  render({
    ...{ title, summary: 'Two points.' },
    spec: {
      data: {
        values: [
          { a: 1 / 3, b: 2 },
          { a: 2, b: 1 },
        ],
      },
      mark: 'point',
      encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } },
    },
  });

test('a chart is one image with a name and a summary, as wide as the page allows', async () => {
  const svg = await drawing('A < B');
  expect(svg).toMatch(/^<svg [^>]*role="img"[^>]* viewBox="0 0 \d+ \d+" width="100%"/);
  const [, name, summary] = /aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(svg)!;
  expect(svg).toContain(`<title id="${name}">A &lt; B</title><desc id="${summary}">Two points.</desc>`);
  expect(svg.match(/role="/g)).toHaveLength(1);
});

test('identifiers are the same from run to run, and differ from chart to chart', async () => {
  const ids = (svg: string) => Array.from(svg.matchAll(/ id="([^"]+)"/g), ([, id]) => id!);
  const [one, again, other] = [ids(await drawing('one')), ids(await drawing('one')), ids(await drawing('other'))];
  expect(one).toEqual(again);
  expect(one).toHaveLength(2);
  expect(new Set([...one, ...other]).size).toBe(4);
});

test("colours and fonts are the page's, coordinates are to a tenth of a pixel", async () => {
  const svg = await drawing('one');
  expect(svg).toContain('fill="currentColor"');
  expect(svg).not.toMatch(/#000|black|white|font-family/);
  expect(svg).not.toMatch(/ (?:d|transform)="[^"]*\d\.\d\d/);
});

test('hostile and long names are text', async () => {
  const hostile = '"><script>alert(1)</script> role="x" aria-label="y" & <b>';
  const long = 'a distiller whose name goes on and on and on and on and on and on and on and on';
  const cell = { pair: hostile, published: 70, measured: 71 };
  const svg = (await scatter([
    { ...cell, distiller: hostile },
    { ...cell, distiller: long },
  ]))!;
  expect(faultsOf(svg)).toEqual([]);
  expect(titlesIn(svg)[0]).toContain('&lt;script&gt;alert(1)&lt;/script&gt; role=&quot;x&quot;');
  expect(textsIn(svg).some((text) => text.startsWith('a distiller whose name') && text.endsWith('…'))).toBe(true);
});
