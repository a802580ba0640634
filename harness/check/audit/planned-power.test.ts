import { expect, test } from 'vitest';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { plannedPower } from './planned-power.ts';

test('the power to decide disputed cells is said beforehand, with the runs and the hours', async () => {
  const { code, out } = await redistill('suite', 'disputed', '--dry-run');
  expect(code).toBe(0);
  expect(out).toMatch(/\nalone +resnet32x4\/resnet8x4 +vanilla +72\.50 +72\.87 +6 +88 %\n/);
  expect(out).toMatch(/\ndkd +resnet32x4\/resnet8x4 +DKD +76\.32 +75\.98 +6 +83 % +75\.8 to 76\.19, by several/);
  expect(out).toMatch(/\nmlkd-240 .* MLKD +77\.08 +3 +around 70, repeatedly/);
  expect(out).toMatch(/\nAbout [\d,]+ hours/);
});

test('a table of the suite has trials enough for each cell that others measured, but for one where all agree', async () => {
  const powers = await plannedPower(expand(await loadSuite('disputed')));
  const weak = powers.filter(({ power }) => power !== undefined && power < 0.8);
  expect(weak.map(({ pair, distiller, others, claim }) => [pair, distiller, claim! - others!])).toEqual([
    ['wrn_40_2/wrn_40_1', 'DIST', expect.closeTo(0.01, 10)],
  ]);
  expect(await plannedPower(expand(await loadSuite('cifar100'), { trials: 1 }))).toEqual([]);
});
