import { expect, test } from 'vitest';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';
import { pairName } from './pair-name.ts';

const suite = await loadSuite('disputed');
const { jobs, tables } = expand(suite);

test('students that learn alone stand first and need no teacher', () => {
  const [first, second] = tables.map(({ name }) => name);
  expect([first, second]).toEqual(['alone', 'alone-further']);
  const alone = expand(suite, { tables: [first!, second!] });
  expect(alone.jobs).toHaveLength(4 * 6 + 3 * 8);
  expect(new Set(alone.jobs.map(({ configuration: { kind } }) => kind))).toEqual(new Set(['student']));
});

test('every disputed cell of a method that is built has runs', () => {
  const cells = tables.flatMap(({ columns }) =>
    columns.flatMap(({ pair, rows }) =>
      rows.flatMap(({ distiller, unfit }) => (unfit ? [] : `${distiller.name} ${pairName(pair)}`)),
    ),
  );
  expect(new Set(cells)).toEqual(
    new Set([
      ...['resnet32x4/ShuffleV1', 'resnet32x4/ShuffleV2', 'resnet32x4/resnet8x4'].map((pair) => `vanilla ${pair}`),
      ...['resnet56/resnet20', 'wrn_40_2/wrn_16_2', 'wrn_40_2/wrn_40_1', 'vgg13/MobileNetV2'].map(
        (pair) => `vanilla ${pair}`,
      ),
      ...['KD resnet56/resnet20', 'KD resnet32x4/resnet8x4', 'KD-1-1 resnet32x4/resnet8x4'],
      ...['wrn_40_2/wrn_16_2', 'wrn_40_2/wrn_40_1'].flatMap((pair) => [`DKD ${pair}`, `DKD-twice ${pair}`]),
      ...['DKD resnet32x4/resnet8x4', 'DKD ResNet50/wrn_16_2'],
      ...['wrn_40_2/wrn_40_1', 'resnet32x4/resnet8x4', 'ResNet50/MobileNetV2'].map((pair) => `DIST ${pair}`),
      ...['DIST resnet32x4/ShuffleV1', 'DIST resnet32x4/ShuffleV2'],
      ...['WSLD resnet110/resnet32', 'WSLD resnet32x4/resnet8x4'],
      ...['wrn_40_2/wrn_16_2', 'resnet32x4/resnet8x4'].flatMap((pair) => [`MLKD ${pair}`, `MLKD+LS ${pair}`]),
      ...['vgg13/vgg8', 'vgg13/MobileNetV2', 'ResNet50/MobileNetV2'].flatMap((pair) => [
        `ReviewKD ${pair}`,
        `ReviewKD-30 ${pair}`,
      ]),
      ...['ReviewKD-7 ResNet50/MobileNetV2', 'NKD resnet32x4/ShuffleV1', 'CAT-KD resnet32x4/resnet8x4'],
    ]),
  );
});

test('what after-crd has too are the same jobs', async () => {
  const known = new Set(expand(await loadSuite('after-crd')).jobs.map(({ id }) => id));
  const [dkd, twice] = ['DKD', 'DKD-twice'].map((row) =>
    jobs.find(({ label }) => label === `wrn_16_2-from-wrn_40_2-${row}-trial1`),
  );
  expect(known.has(dkd!.id)).toBe(true);
  expect(twice!.id).not.toBe(dkd!.id);
  expect(twice!.configuration).toMatchObject({ distiller: { method: { nonTarget: 6, normalisesTwice: true } } });
  expect(dkd!.configuration).toMatchObject({ distiller: { method: { nonTarget: 6 } } });
});
