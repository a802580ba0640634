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

test("a pair's maps stand side by side, each with its mean, and a scale below", async () => {
  const svg = (await heatMaps({ pair: 'wrn_40_2 to wrn_40_1', maps }))!;
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'image')).toBe(4 + 1);
  const titles = maps.map(
    ({ distiller, difference }) => `${distiller}: mean |difference| ${difference.mean.toFixed(3)}`,
  );
  expect(textsIn(svg)).toEqual(expect.arrayContaining(titles));
  expect(titlesIn(svg)).toEqual(expect.arrayContaining(titles));
  expect(svg.match(/href="[^"]{22}/g)).toEqual(Array(5).fill('href="data:image/png;base64,'.slice(0, 28)));
  expect(svg.length).toBeLessThan(80_000);
});

test('maps without any difference have a scale too', async () => {
  const same = correlationDifference(teacher, teacher);
  const svg = (await heatMaps({ pair: 'a to b', maps: [{ distiller: 'CRD', difference: same }] }))!;
  expect(faultsOf(svg)).toEqual([]);
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['CRD: mean |difference| 0.000', '+0.01', '0']));
});

test('without a map there is no chart', async () => {
  expect(await heatMaps({ pair: 'a to b', maps: [] })).toBeUndefined();
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
