import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { correlationDifference } from './correlation.ts';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { logitsOf } from './fixtures/paper.ts';
import { heatMaps } from './heat-map.ts';
import { signedImage } from './signed-image.ts';

const teacher = logitsOf(1, 0.1);
const maps = ['vanilla', 'AT', 'KD', 'CRD'].map((distiller, index) => ({
  distiller,
  difference: correlationDifference(teacher, logitsOf(2 + index, 0.9 - 0.2 * index)),
}));

test("each of a pair's maps is a chart with its mean and the scale, which is the same in all", async () => {
  const charts = await heatMaps({ pair: 'wrn_40_2 to wrn_40_1', maps });
  expect(charts.map(({ distiller }) => distiller)).toEqual(['vanilla', 'AT', 'KD', 'CRD']);
  for (const [index, { svg }] of charts.entries()) {
    const { distiller, difference } = maps[index]!;
    expect(faultsOf(svg)).toEqual([]);
    expect(marksIn(svg, 'image')).toBe(1 + 1);
    const title = `${distiller}: mean |difference| ${difference.mean.toFixed(3)}`;
    expect(textsIn(svg)).toContain(title);
    expect(titlesIn(svg)).toContain(title);
    expect(svg.match(/href="data:image\/png;base64,/g)).toHaveLength(2);
    expect(svg.length).toBeLessThan(30_000);
  }
  const scales = charts.map(({ svg }) =>
    textsIn(svg)
      .filter((text) => /^[+−]/.test(text))
      .join(' '),
  );
  expect(new Set(scales).size).toBe(1);
});

test('a map without any difference has a scale too', async () => {
  const same = correlationDifference(teacher, teacher);
  const [{ svg } = { svg: '' }] = await heatMaps({ pair: 'a to b', maps: [{ distiller: 'CRD', difference: same }] });
  expect(faultsOf(svg)).toEqual([]);
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['CRD: mean |difference| 0.000', '+0.01', '0']));
  expect(titlesIn(svg)).toContain('from −0.01 to +0.01 and beyond');
});

test('the scale begins and ends where the map above it does', async () => {
  const [{ svg } = { svg: '' }] = await heatMaps({ pair: 'a to b', maps });
  const views = svg.matchAll(/<g transform="translate\(([\d.]+),([\d.]+)\)"><path d="M0,0h(\d+)v/g);
  const sides = Array.from(views, ([, left, top, width]) => ({ left, top: Number(top), width }));
  const [map, scale] = [sides[0]!, sides.at(-1)!];
  expect(scale.top).toBeGreaterThan(map.top);
  expect([scale.left, scale.width]).toEqual([map.left, map.width]);
});

test('without a map there is no chart', async () => {
  expect(await heatMaps({ pair: 'a to b', maps: [] })).toEqual([]);
});

test('a picture is blue below 0, vermilion above, clear at 0, and full from the limit on', () => {
  const [, data] = signedImage([-2, -1, 0, 0.5, 1, 9], 3, 1).split(',');
  const { width, height, data: pixels, palette } = decode(Buffer.from(data!, 'base64'));
  expect([width, height]).toEqual([3, 2]);
  expect(Array.from(pixels, (pixel) => palette![pixel])).toEqual([
    [0, 114, 178, 254],
    [0, 114, 178, 254],
    [0, 0, 0, 0],
    [213, 94, 0, 131],
    [213, 94, 0, 254],
    [213, 94, 0, 254],
  ]);
});
