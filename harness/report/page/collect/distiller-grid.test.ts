import { expect, test } from 'vitest';
import { expand } from '../../../suite/expand.ts';
import small from '../../../suite/fixtures/small.ts';
import { suiteSchema } from '../../../suite/schema.ts';
import { distillerGrid } from './distiller-grid.ts';

test('a row has a line for all pairs alike, and one for each setting that some have', () => {
  const [vanilla, kd] = small.distillers;
  const byPair = { settings: { 'resnet32/resnet8': { temperature: 2 } }, source: 'a test' };
  const plan = expand(suiteSchema.parse({ ...small, distillers: [vanilla, { ...kd, byPair }] }));
  const lines = distillerGrid({ plan }).rows.map((cells) => [cells[0]!.text, cells[0]!.distiller, cells[4]!.text]);
  expect(lines).toEqual([
    ['vanilla', 'vanilla', ''],
    ['KD', 'KD', '4'],
    ['KD on resnet32/resnet8', 'KD', '2'],
  ]);
});
