import { describe, expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { type NetworkName, shapeOf } from '../../job/network.ts';
import { type MethodName, methods, unfit } from './registry.ts';

/** The pairs of the paper's tables 1 and 2, teacher before student. */
const pairs = [
  ['wrn_40_2', 'wrn_16_2'],
  ['wrn_40_2', 'wrn_40_1'],
  ['resnet56', 'resnet20'],
  ['resnet110', 'resnet20'],
  ['resnet110', 'resnet32'],
  ['resnet32x4', 'resnet8x4'],
  ['vgg13', 'vgg8'],
  ['vgg13', 'MobileNetV2'],
  ['ResNet50', 'MobileNetV2'],
  ['ResNet50', 'vgg8'],
  ['resnet32x4', 'ShuffleV1'],
  ['resnet32x4', 'ShuffleV2'],
  ['wrn_40_2', 'ShuffleV1'],
] as const satisfies [NetworkName, NetworkName][];

const reasonFor = (method: object, teacher: NetworkName, student: NetworkName, imageSize?: number) =>
  unfit(methodSchema.parse(method), shapeOf(student, imageSize), shapeOf(teacher, imageSize));

const combination = (...parts: object[]) => ({ name: 'combined', of: parts.map((method) => ({ weight: 1, method })) });

const servesAll =
  'ab at cc crd ctkd dist dkd fitnet ft ickd itrd logit-standardisation mlkd nd nkd nst ofd pkt reviewkd ' +
  'rkd rld semckd sp srrl ttm vid wsld wttm local-crd';

/** Which pairs a method does not fit. The paper has numbers of FSP for the other six alone. */
const unserved: Partial<Record<MethodName, (teacher: NetworkName, student: NetworkName) => boolean>> = {
  ...Object.fromEntries(servesAll.split(' ').map((name) => [name, () => false])),
  fsp: (teacher, student) => teacher === 'ResNet50' || student === 'wrn_40_1' || /^(Mobile|Shuffle)/.test(student),
  catkd: (teacher, student) => teacher === 'wrn_40_2' || /^(wrn|MobileNet|ShuffleV2)/.test(student),
  norm: (_, student) => /^(wrn|MobileNet|ShuffleV2)/.test(student),
  sdd: (teacher, student) => teacher === 'wrn_40_2' || /^(MobileNet|ShuffleV2)/.test(student),
  mgd: (_, student) => /^(Mobile|Shuffle)/.test(student),
  simkd: (teacher) => teacher === 'wrn_40_2',
};

test.each(Object.entries(unserved))('which of the pairs %s serves', (name, isUnserved) => {
  const found = pairs.filter(([teacher, student]) => reasonFor({ name }, teacher, student) !== undefined);
  expect(found).toEqual(pairs.filter(([teacher, student]) => isUnserved(teacher, student)));
});

test.each(Object.keys(methods))(
  '%s serves some pair, and gives the end of a sentence for each that it does not',
  (name) => {
    const options = name === 'combined' ? combination({ name: 'crd' }, { name: 'at' }) : { name };
    const reasons = pairs.map(([teacher, student]) => reasonFor(options, teacher, student));
    expect(reasons).toContain(undefined);
    for (const reason of reasons) expect(reason ?? 'it serves').toMatch(/^\S.*[^.\s]$/);
  },
);

describe('the reason says what is in the way', () => {
  test('channels that differ', () => {
    expect(reasonFor({ name: 'fsp' }, 'wrn_40_2', 'wrn_40_1')).toBe(
      "the channels of its maps (16, 16, 32, 64) are not those of the teacher's (16, 32, 64, 128)",
    );
  });

  test.each(['at', 'nst', 'vid', 'ab', 'fsp'])('lists of unequal length, %s', (name) => {
    expect(reasonFor({ name }, 'vgg13', 'resnet20')).toBe('the student has 4 maps and the teacher 5');
  });

  test.each(['sp', 'pkt', 'cc', 'rkd', 'ft', 'crd', 'fitnet'])('which %s does not mind', (name) => {
    expect(reasonFor({ name }, 'resnet110', 'vgg8')).toBeUndefined();
  });

  test('what is in the way of one of several', () => {
    const reason = 'the student has 4 maps and the teacher 5';
    expect(reasonFor(combination({ name: 'crd' }, { name: 'vid' }), 'vgg13', 'resnet20')).toBe(reason);
    expect(reasonFor(combination({ name: 'crd' }, { name: 'pkt' }), 'vgg13', 'resnet20')).toBeUndefined();
  });

  test('a hint layer that is none, or no map', () => {
    expect(reasonFor({ name: 'fitnet', layer: 4 }, 'resnet56', 'resnet20')).toBe('resnet20 has no map 4, only 0 to 3');
    expect(reasonFor({ name: 'fitnet', layer: 4 }, 'resnet56', 'vgg8')).toBe('resnet56 has no map 4, only 0 to 3');
    expect(reasonFor({ name: 'fitnet', layer: 3 }, 'resnet56', 'resnet20')).toBeUndefined();
  });

  test('sizes between which no regressor leads', () => {
    const shape = (sizes: number[]) => ({ name: 'it', maps: sizes.map((size) => ({ channels: 8, size })), pooled: 8 });
    const fitnet = methodSchema.parse({ name: 'fitnet', layer: 1 });
    const reason = "no regressor leads from the student's 5 pixels to the teacher's 16 in map 1";
    expect(unfit(fitnet, shape([16, 5]), shape([16, 16]))).toBe(reason);
    const ab = methodSchema.parse({ name: 'ab' });
    expect(unfit(ab, shape([16, 5]), shape([16, 16]))).toBe(reason);
    expect(unfit(ab, shape([16, 8]), shape([16, 16]))).toBeUndefined();
    expect(unfit(ab, shape([16, 16]), shape([16, 5]))).toBeUndefined();
  });

  test('layers behind the last map', () => {
    const reason = (name: string) => `${name} has layers between its last map and its pooled vector`;
    for (const name of ['wrn_40_2', 'MobileNetV2', 'ShuffleV2'] as const) {
      expect(reasonFor({ name: 'simkd' }, name, 'resnet20')).toBe(reason(name));
      expect(reasonFor({ name: 'norm' }, 'vgg13', name)).toBe(reason(name));
    }
  });

  test('pre-activations that have no batch norm', () => {
    for (const name of ['ShuffleV1', 'ShuffleV2'] as const) {
      const reason = `${name} has pre-activations without a batch norm in front of them`;
      expect(reasonFor({ name: 'ofd' }, name, 'resnet20')).toBe(reason);
      expect(reasonFor({ name: 'ofd' }, 'resnet20', name)).toBeUndefined();
    }
  });

  test('maps between which no pooling leads', () => {
    expect(reasonFor({ name: 'norm' }, 'vgg13', 'resnet20')).toBe(
      "the student's last map has 8 pixels, which do not divide the teacher's 4",
    );
  });

  test('last maps of two sizes', () => {
    expect(reasonFor({ name: 'mgd' }, 'vgg13', 'resnet20')).toBe(
      "the student's last map has 8 pixels and the teacher's 4",
    );
  });

  test('a rate that leaves no channel', () => {
    expect(reasonFor({ name: 'ft', rate: 0.01 }, 'resnet56', 'resnet20')).toBe(
      'a rate of 0.01 leaves nothing of 64 channels',
    );
  });
});
