import { expect, test } from 'vitest';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { cellsOf } from '../../results/cells.ts';
import { baselineOf } from '../../suite/baseline-of.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { checkDisputes } from '../check-disputes.ts';
import { plannedPower } from './planned-power.ts';

test('the power to decide disputed cells is said beforehand, with the runs and the hours', async () => {
  const { code, out } = await redistill('suite', 'disputed', '--dry-run');
  expect(code).toBe(0);
  expect(out).toMatch(/\nalone +resnet32x4\/resnet8x4 +vanilla +72\.50 +72\.87 +6 +88 %\n/);
  expect(out).toMatch(/\ndkd +resnet32x4\/resnet8x4 +DKD +76\.32 +75\.98 +6 +83 % +75\.8 to 76\.19, by several/);
  expect(out).toMatch(/\nmlkd-240 .* MLKD +77\.08 +3 +around 70, repeatedly/);
  expect(out).toMatch(/\nAbout [\d,]+ hours/);
});

const plan = expand(await loadSuite('disputed'));

test('each cell that the check tests has trials enough, and no other has a power', async () => {
  const powers = await plannedPower(plan);
  const baseline = await baselineOf(plan.suite);
  const tables = plan.tables.map((table) => ({
    name: table.name,
    columns: cellsOf(plan, table, { results: new Map(), baseline }),
  }));
  const tests = checkDisputes(tables, { alpha: 0.05, step: 0.01 }).map(({ name }) => name);
  const tested = powers.filter(({ power }) => power !== undefined);
  expect(tests.map((name) => name.split(' reaches')[0])).toEqual(
    tested.map(({ table, pair, distiller }) => `${table}: ${distiller} on ${pair}`),
  );
  expect(Math.min(...tested.map(({ power }) => power!))).toBeGreaterThan(0.8);
  expect(await plannedPower(expand(await loadSuite('cifar100'), { trials: 1 }))).toEqual([]);
});

test('where one of the two numbers is by another recipe, it says so instead', async () => {
  const powers = (await plannedPower(plan)).filter(({ distiller }) => distiller === 'DIST');
  expect(powers.map(({ power }) => power)).toEqual(powers.map(() => undefined));
  const why = (tables: string) => new Set(powers.filter(({ table }) => table === tables).map((one) => one.untested));
  expect([...why('dist')][0]).toBe(
    'no test, as what others have cannot be compared: it has 0.1 as its learning rate, and these runs have 0.05',
  );
  expect([...why('dist-nd')][0]).toBe(
    'no test, as the claim cannot be compared: it has 0.05 as its learning rate, and these runs have 0.1',
  );
});
