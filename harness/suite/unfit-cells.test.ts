import { expect, test } from 'vitest';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';
import { unfitCells } from './unfit-cells.ts';

test('rows that do not fit the same pairs for the same reason are named together', async () => {
  const selection = { pairs: ['wrn_40_2/wrn_40_1', 'vgg13/vgg8'], distillers: ['vanilla', 'KD', 'FSP', 'FSP+KD'] };
  const { tables } = expand(await loadSuite('cifar100'), selection);
  const lines = unfitCells(tables.flatMap(({ columns }) => columns));
  expect(lines).toEqual([expect.stringMatching(/^FSP and FSP\+KD do not fit wrn_40_2\/wrn_40_1, as the channels /)]);
});
