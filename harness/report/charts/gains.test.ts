import { expect, test } from 'vitest';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { paperGains } from './fixtures/paper.ts';
import { gains } from './gains.ts';

test('each pair is a chart, each distiller a row with mark, interval and tick', async () => {
  const charts = await gains(paperGains);
  expect(charts).toHaveLength(13);
  for (const { pair, svg } of charts) {
    const own = paperGains.filter((gain) => gain.pair === pair);
    expect(faultsOf(svg)).toEqual([]);
    expect(marksIn(svg, 'symbol')).toBe(own.length);
    expect(marksIn(svg, 'rect')).toBe(own.length);
    // The intervals, and the line at 0.
    expect(marksIn(svg, 'rule')).toBe(own.length + 1);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(own.map(({ distiller }) => distiller)));
  }
});

test('what is not known is not drawn', async () => {
  const [{ svg } = { svg: '' }] = await gains([
    { distiller: 'CRD', pair: 'a to b', gain: 1.5 },
    { distiller: 'KD', pair: 'a to b', published: 1 },
    { distiller: 'AT', pair: 'a to b' },
  ]);
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'symbol'), marksIn(svg, 'rect'), marksIn(svg, 'rule')]).toEqual([1, 1, 1]);
  expect(titlesIn(svg)).toEqual(['KD, a to b: published +1.00', 'CRD, a to b: +1.50 points over vanilla']);
  expect(svg).toContain('data-of="CRD"');
  expect(textsIn(svg)).not.toContain('AT');
  expect(svg).toContain('1 of 1 distiller lies above vanilla');
});

test('a wide interval is cut with arrows, and its numbers are whole', async () => {
  const narrow = ['KD', 'AT', 'SP'].map((distiller) => ({
    ...{ distiller, pair: 'a to b', gain: 1 },
    interval: { lower: 0.5, upper: 1.5 },
  }));
  const wide = { distiller: 'CRD', pair: 'a to b', gain: 1.2, interval: { lower: -80, upper: 80 } };
  const [{ svg } = { svg: '' }] = await gains([...narrow, wide]);
  // Four marks and two arrows.
  expect(marksIn(svg, 'symbol')).toBe(6);
  expect(titlesIn(svg)).toContain('CRD, a to b: +1.20 points over vanilla; interval −80.00 to +80.00');
  expect(textsIn(svg).every((text) => !/^.?\d\d/.test(text))).toBe(true);
});

test('without a measured gain there is no chart', async () => {
  expect(await gains([{ distiller: 'KD', pair: 'a to b', published: 1 }])).toEqual([]);
});

test('a name that is cut off takes no more room than is left of it', async () => {
  const placesWith = async (letters: number) => {
    const [chart] = await gains([{ distiller: 'a'.repeat(letters), pair: 'a to b', gain: 1.5 }]);
    return Array.from(chart!.svg.matchAll(/translate\(([\d.,-]+)\)/g), ([, place]) => place);
  };
  expect(await placesWith(60)).toEqual(await placesWith(40));
});
