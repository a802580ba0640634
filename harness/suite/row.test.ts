import { describe, expect, test } from 'vitest';
import { Problem } from '../base/problem.ts';
import { validate } from '../base/validate/validate.ts';
import { expand } from './expand.ts';
import small from './fixtures/small.ts';
import { suiteSchema } from './schema.ts';

const [vanilla, kd, crd] = small.distillers;
const ours = 'ours: a test';
const withSettings = (settings: object, row: object = crd!) =>
  validate(
    suiteSchema,
    { ...small, distillers: [vanilla, { ...row, byPair: { settings, source: ours } }] },
    'suites/small.ts',
  );

describe('what a row has different for a pair', () => {
  const suite = withSettings({ 'resnet32/resnet8': { beta: 0.5, method: { negatives: 8 } } });
  const plan = expand(suite);
  const distillers = plan.jobs.flatMap(({ configuration }) =>
    configuration.kind === 'student' && configuration.teacher ? [configuration] : [],
  );
  const of = (teacher: string) => distillers.find((one) => one.teacher?.network === teacher)!.distiller;

  test('its jobs have as plain values', () => {
    expect(of('resnet32')).toEqual({
      ...of('resnet20'),
      beta: 0.5,
      method: { ...of('resnet20').method, negatives: 8 },
      source: `${crd!.source}; for this pair: ${ours}`,
    });
    expect(of('resnet32')).not.toHaveProperty('byPair');
  });

  test('no other pair has, whose jobs stay the same', () => {
    const ids = (declared: object) => expand(suiteSchema.parse({ ...small, ...declared })).jobs.map(({ id }) => id);
    const before = ids({ distillers: [vanilla, crd] });
    const after = plan.jobs.map(({ id }) => id);
    const changed = plan.jobs.filter(({ id }) => !before.includes(id)).map(({ label }) => label);
    expect(after).toHaveLength(before.length);
    expect(changed).toEqual(['resnet8-from-resnet32-CRD+KD-trial1', 'resnet8-from-resnet32-CRD+KD-trial2']);
  });

  test('its cell says', () => {
    const [column] = plan.tables[0]!.columns.filter(({ pair }) => pair.teacher === 'resnet32');
    expect(column!.rows.map(({ ownSettings }) => ownSettings)).toEqual([undefined, "beta 0.5, crd's negatives 8"]);
  });
});

describe('is refused', () => {
  const sentenceFor = (...args: Parameters<typeof withSettings>): string => {
    try {
      withSettings(...args);
    } catch (error) {
      if (error instanceof Problem) return error.sentence;
      throw error;
    }
    return 'it is fine';
  };

  test.each<[string, string, object, object?]>([
    [
      'of a pair that the suite has not',
      'distillers[1].byPair.settings.resnet44/resnet8 is {"beta":2}. It must be of a pair that the suite has: resnet20/resnet8, resnet32/resnet8',
      { 'resnet44/resnet8': { beta: 2 } },
    ],
    [
      'a key that is none',
      'distillers[1].byPair.settings.resnet20/resnet8.betta is unknown. Did you mean beta? Allowed are gamma, alpha, beta, temperature, method',
      { 'resnet20/resnet8': { betta: 2 } },
    ],
    [
      'an option that the method has not',
      'distillers[1].byPair.settings.resnet20/resnet8.method.negative is 8. It must be left out: the method has dimension, negatives, temperature, momentum, objective, excludes',
      { 'resnet20/resnet8': { method: { negative: 8 } } },
    ],
    [
      'an option that the method does not take',
      'distillers[1].byPair.settings.resnet20/resnet8.method.negatives is -8. It must be a whole number, greater than 0',
      { 'resnet20/resnet8': { method: { negatives: -8 } } },
    ],
    [
      'another method',
      "distillers[1].byPair.settings.resnet20/resnet8.method.name is 'sp'. It must be left out: another method is another row",
      { 'resnet20/resnet8': { method: { name: 'sp' } } },
    ],
    [
      'an option of no method',
      'distillers[1].byPair.settings.resnet20/resnet8.method is {"negatives":8}. It must be left out, as the row has no method',
      { 'resnet20/resnet8': { method: { negatives: 8 } } },
      kd!,
    ],
    [
      'no weight for the method',
      'distillers[1].byPair.settings.resnet20/resnet8.beta is 0. It must be greater than 0 with a method, and 0 without one',
      { 'resnet20/resnet8': { beta: 0 } },
    ],
  ])('%s', (_, sentence, settings, row) => {
    expect(sentenceFor(settings, row)).toBe(`suites/small.ts: ${sentence}`);
  });
});
