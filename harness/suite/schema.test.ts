import { describe, expect, test } from 'vitest';
import { Problem } from '../base/problem.ts';
import { validate } from '../base/validate/validate.ts';
import { networkSchema } from '../job/network.ts';
import small from './fixtures/small.ts';
import { suiteSchema } from './schema.ts';

/** The sentence for the small suite with a change in it. */
function sentenceFor(change: object): string {
  try {
    validate(suiteSchema, { ...small, ...change }, 'suites/small.ts');
  } catch (error) {
    if (error instanceof Problem) return error.sentence;
    throw error;
  }
  return 'it is fine';
}

const [vanilla, kd, crd] = small.distillers;
const [table] = small.tables;
const withPairs = (pairs: object[]) => ({ tables: [{ ...table, pairs }] });

test('a suite gets its defaults', () => {
  expect(validate(suiteSchema, small, 'suites/small.ts')).toMatchObject({ threads: 1 });
});

describe('what is wrong is named, with what is allowed', () => {
  test('an unknown key', () => {
    expect(sentenceFor({ tabels: [] })).toMatchInlineSnapshot(
      `"suites/small.ts: tabels is unknown. Did you mean tables? Allowed are name, title, description, dataset, teacherDataset, views, recipe, teacherRecipe, tables, distillers, defaultDistillers, groups, baseline, threads"`,
    );
  });

  test('a mistyped key that leaves another one missing', () => {
    const { alpha, ...rest } = kd!;
    expect(sentenceFor({ distillers: [vanilla, { ...rest, alhpa: alpha }] })).toMatchInlineSnapshot(
      `"suites/small.ts: distillers[1].alhpa is unknown. Did you mean alpha? Allowed are name, gamma, alpha, beta, temperature, method, schedules, source, trials, byPair"`,
    );
  });

  test("an unknown key in a method's options", () => {
    const method = { name: 'crd', negative: 3 };
    expect(sentenceFor({ distillers: [{ ...crd, method }] })).toMatchInlineSnapshot(
      `"suites/small.ts: distillers[0].method.negative is unknown. Did you mean negatives? Allowed are name, dimension, negatives, temperature, momentum, objective, excludes"`,
    );
  });

  test('an impossible number', () => {
    expect(sentenceFor({ distillers: [vanilla, { ...kd, alpha: -1 }] })).toMatchInlineSnapshot(
      `"suites/small.ts: distillers[1].alpha is -1. It must be a number, at least 0"`,
    );
  });

  test('a method that is made for other batches, before any teacher is trained', () => {
    const { batch } = small.recipe;
    const row = { ...crd, method: { name: 'semckd', batch: batch + 1 } };
    const sentence = 'suites/small.ts: distillers[0].method.batch is';
    expect(sentenceFor({ distillers: [row] })).toContain(
      `${sentence} ${batch + 1}. It must be for batches of ${batch} images, as`,
    );
    expect(sentenceFor({ distillers: [{ ...row, method: { name: 'semckd', batch } }] })).toBe('it is fine');
    const pairs = table!.pairs.map((pair) => ({ ...pair, recipe: { batch: batch + 1 } }));
    expect(sentenceFor({ distillers: [row], ...withPairs(pairs) })).toBe('it is fine');
    const of = [{ name: 'semckd', batch: batch + 1 }, { name: 'sp' }].map((method) => ({ weight: 1, method }));
    expect(sentenceFor({ distillers: [{ ...crd, method: { name: 'combined', of } }] })).toContain(
      `It must be for batches of ${batch} images`,
    );
  });

  test('a number that is a text', () => {
    expect(sentenceFor({ tables: [{ ...table, trials: '3' }] })).toMatchInlineSnapshot(
      `"suites/small.ts: tables[0].trials is '3'. It must be a whole number, at least 1 and at most 1000"`,
    );
  });

  test('a number that is none', () => {
    expect(sentenceFor({ recipe: { ...small.recipe, rate: Number.NaN } })).toMatchInlineSnapshot(
      `"suites/small.ts: recipe.rate is NaN. It must be a number, greater than 0"`,
    );
  });

  test('a missing field', () => {
    expect(sentenceFor({ title: undefined })).toMatchInlineSnapshot(
      `"suites/small.ts: title is missing. It must be a text with something in it"`,
    );
  });

  test('an unknown network', () => {
    expect(sentenceFor(withPairs([{ teacher: 'resnet9', student: 'resnet8' }]))).toBe(
      `suites/small.ts: tables[0].pairs[0].teacher is 'resnet9'. It must be one of ${networkSchema.options.join(', ')}`,
    );
  });

  test('an unknown method', () => {
    expect(sentenceFor({ distillers: [{ ...crd, method: { name: 'srd' } }] })).toMatch(
      /^suites\/small\.ts: distillers\[0\]\.method\.name is 'srd'\. It must be .*\bcrd\b/,
    );
  });

  test('an unknown data set', () => {
    expect(sentenceFor({ dataset: { name: 'letters' } })).toMatch(
      /^suites\/small\.ts: dataset\.name is 'letters'\. It must be .*\bdigits\b/,
    );
  });

  test('a weight that does not go with the method', () => {
    expect(sentenceFor({ distillers: [{ ...crd, beta: 0 }] })).toMatchInlineSnapshot(
      `"suites/small.ts: distillers[0].beta is 0. It must be greater than 0 with a method, and 0 without one"`,
    );
  });

  test('no distiller', () => {
    expect(sentenceFor({ distillers: [] })).toMatchInlineSnapshot(
      `"suites/small.ts: distillers is []. It must be a list with something in it"`,
    );
  });

  test('a distiller that is there twice', () => {
    expect(sentenceFor({ distillers: [kd, { ...kd, name: 'kd' }] })).toMatchInlineSnapshot(
      `"suites/small.ts: distillers[1].name is 'kd'. It must be there only once"`,
    );
  });

  test('a table that is there twice', () => {
    expect(sentenceFor({ tables: [table, table] })).toMatchInlineSnapshot(
      `"suites/small.ts: tables[1].name is 'small'. It must be there only once"`,
    );
  });

  test('a pair that is there twice', () => {
    const pair = { teacher: 'resnet20', student: 'resnet8' };
    expect(sentenceFor(withPairs([pair, { ...pair, recipe: { rate: 1 } }]))).toMatchInlineSnapshot(
      `"suites/small.ts: tables[0].pairs[1] is {"teacher":"resnet20","student":"resnet8","recipe":{"rate":1.... It must be there only once"`,
    );
  });

  test('a default distiller that is none', () => {
    expect(sentenceFor({ defaultDistillers: ['KD', 'CRD'] })).toMatchInlineSnapshot(
      `"suites/small.ts: defaultDistillers[1] is 'CRD'. It must be one of vanilla, KD, CRD+KD"`,
    );
  });

  test('a group of distillers that are none, or of a name that is taken', () => {
    expect(sentenceFor({ groups: { later: ['KD', 'DKD'] } })).toMatchInlineSnapshot(
      `"suites/small.ts: groups.later[1] is 'DKD'. It must be one of vanilla, KD, CRD+KD"`,
    );
    expect(sentenceFor({ groups: { all: ['KD'] } })).toMatchInlineSnapshot(
      `"suites/small.ts: groups.all is ["KD"]. It must be under another name: distillers are called so"`,
    );
  });

  test('a row of a table that is none of the suite, or is there twice', () => {
    expect(sentenceFor({ tables: [{ ...table, distillers: ['KD', 'kd'] }] })).toMatchInlineSnapshot(
      `"suites/small.ts: tables[0].distillers[1] is 'kd'. It must be one of vanilla, KD, CRD+KD"`,
    );
    expect(sentenceFor({ tables: [{ ...table, distillers: ['KD', 'KD'] }] })).toMatchInlineSnapshot(
      `"suites/small.ts: tables[0].distillers[1] is 'KD'. It must be there only once"`,
    );
  });

  test("a pair's drops that do not rise", () => {
    const pair = { teacher: 'resnet20', student: 'resnet8', recipe: { dropsAfter: [3, 2] } };
    expect(sentenceFor(withPairs([pair]))).toMatchInlineSnapshot(
      `"suites/small.ts: tables[0].pairs[0].recipe.dropsAfter is [3,2]. It must be in rising order"`,
    );
  });

  test('a cosine and drops in one recipe, neither of them, and Nesterov without momentum', () => {
    const recipe = { epochs: 8, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 0 };
    const drops = { dropsAfter: [4], dropFactor: 0.1 };
    expect(sentenceFor({ recipe: { ...recipe, ...drops, schedule: 'cosine' } })).toMatchInlineSnapshot(
      `"suites/small.ts: recipe.dropsAfter is [4]. It must be left out where schedule is 'cosine'"`,
    );
    expect(sentenceFor({ recipe: { ...recipe, dropsAfter: [4] } })).toMatchInlineSnapshot(
      `"suites/small.ts: recipe.dropFactor is missing. It must be there, or schedule: 'cosine' in its place"`,
    );
    expect(sentenceFor({ recipe: { ...recipe, ...drops, momentum: 0, nesterov: true } })).toMatchInlineSnapshot(
      `"suites/small.ts: recipe.nesterov is true. It must be left out where momentum is 0"`,
    );
    const own = { schedule: 'cosine', parameterGroups: [{ of: 'teacher', rateFactor: 1 }] };
    expect(sentenceFor(withPairs([{ teacher: 'resnet20', student: 'resnet8', recipe: own }]))).toMatchInlineSnapshot(
      `"suites/small.ts: tables[0].pairs[0].recipe.parameterGroups[0].of is 'teacher'. It must be student, peer or distiller, or a name such as student.fc"`,
    );
  });

  test("DOT with Nesterov's momentum, and with a momentum that is none", () => {
    const recipe = { epochs: 8, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 0, schedule: 'cosine' };
    expect(sentenceFor({ recipe: { ...recipe, nesterov: true, dot: { delta: 0.05 } } })).toMatchInlineSnapshot(
      `"suites/small.ts: recipe.nesterov is true. It must be left out where there is dot"`,
    );
    expect(sentenceFor({ recipe: { ...recipe, dot: { delta: 0.1 } } })).toMatchInlineSnapshot(
      `"suites/small.ts: recipe.dot.delta is 0.1. It must leave the momenta below and above between 0 and 1"`,
    );
  });

  test('no suite at all', () => {
    expect(() => validate(suiteSchema, 7, 'x.json')).toThrowErrorMatchingInlineSnapshot(
      `[Problem: x.json: its content is 7]`,
    );
  });
});
