import { expect, test } from 'vitest';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { paperGains } from './fixtures/paper.ts';
import { gains } from './gains.ts';

test('each pair is a panel, each distiller a row with dot, interval and tick', async () => {
  const svg = (await gains(paperGains))!;
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'symbol')).toBe(paperGains.length);
  expect(marksIn(svg, 'rect')).toBe(paperGains.length);
  // The intervals, and 13 lines at 0.
  expect(marksIn(svg, 'rule')).toBe(paperGains.length + 13);
  const texts = textsIn(svg);
  for (const { pair, distiller } of paperGains) expect(texts).toEqual(expect.arrayContaining([pair, distiller]));
  expect(texts.filter((text) => text.includes(' to '))).toHaveLength(13);
});

test('what is not known is not drawn', async () => {
  const svg = (await gains([
    { distiller: 'CRD', pair: 'a to b', gain: 1.5 },
    { distiller: 'KD', pair: 'a to b', published: 1 },
    { distiller: 'AT', pair: 'a to b' },
  ]))!;
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'symbol'), marksIn(svg, 'rect'), marksIn(svg, 'rule')]).toEqual([1, 1, 1]);
  expect(titlesIn(svg)).toEqual(['KD, a to b: published +1.00', 'CRD, a to b: +1.50 points over vanilla']);
  expect(textsIn(svg)).not.toContain('AT');
  expect(svg).toContain('1 of 1 cell on 1 pair lies above vanilla');
});

test('without a measured gain there is no chart', async () => {
  expect(await gains([{ distiller: 'KD', pair: 'a to b', published: 1 }])).toBeUndefined();
});
