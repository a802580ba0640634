import { describe, expect, test } from 'vitest';
import { Problem } from '../base/problem.ts';
import { validate } from '../base/validate/validate.ts';
import { distillerSchema, unfitReason } from '../job/distiller.ts';
import { type Configuration, identityOf } from '../job/job.ts';
import { workAnImage } from '../job/work.ts';
import { defineSuite } from './define-suite.ts';
import { expand } from './expand.ts';
import mutual from './fixtures/mutual.ts';
import small from './fixtures/small.ts';
import { loadSuite } from './load.ts';
import { countTeachers } from './plan.ts';
import { suiteSchema } from './schema.ts';

const plan = expand(suiteSchema.parse(mutual));
const [ofStudents, ofTeachers] = plan.tables;
const configurationOf = (label: string) => plan.jobs.find((job) => job.label === label)!.configuration;

describe('the jobs of networks that learn from each other', () => {
  test('are one for both sides, and wait for nothing', () => {
    expect(plan.jobs.map(({ label }) => label)).toEqual([
      'resnet20-teacher',
      'resnet8-vanilla-trial1',
      'resnet8-with-resnet20-KD-trial1',
      'resnet8-with-resnet20-CRD+KD-trial1',
      'resnet8-vanilla-trial2',
      'resnet8-with-resnet20-KD-trial2',
      'resnet8-with-resnet20-CRD+KD-trial2',
    ]);
    expect(plan.jobs.flatMap(({ dependsOn }) => dependsOn)).toEqual([]);
    expect(countTeachers(plan)).toBe(0);
    const cells = [ofStudents!, ofTeachers!].map(({ columns }) =>
      columns.flatMap(({ rows }) =>
        rows.filter(({ distiller }) => distiller.name !== 'vanilla').map(({ jobs }) => jobs),
      ),
    );
    expect(cells[0]).toEqual(cells[1]);
    expect([ofStudents!.side, ofTeachers!.side]).toEqual(['student', 'teacher']);
  });

  test('name the other network, and no teacher', () => {
    const configuration = configurationOf('resnet8-with-resnet20-KD-trial2');
    expect(configuration).toMatchObject({ kind: 'student', network: 'resnet8', peer: 'resnet20', seed: 2 });
    expect(configuration).not.toHaveProperty('teacher');
    const taught = { ...configuration, peer: undefined } as Configuration;
    expect(identityOf(configuration)).not.toBe(identityOf(taught));
  });

  test('are as much work as training both', () => {
    const works = ['resnet8-with-resnet20-KD-trial1', 'resnet8-vanilla-trial1', 'resnet20-teacher'].map((label) =>
      workAnImage(configurationOf(label)),
    );
    expect(works[0]).toBe(works[1]! + works[2]!);
  });

  test('are compared with the teacher and the student of other suites', () => {
    const usual = expand(suiteSchema.parse(small)).jobs;
    for (const label of ['resnet20-teacher', 'resnet8-vanilla-trial1']) {
      expect(identityOf(configurationOf(label))).toBe(usual.find((job) => job.label === label)!.id);
    }
  });

  test('are of the same recipe for both, that of the pair', () => {
    const [table] = mutual.tables;
    const pairs = [{ ...table!.pairs[0]!, recipe: { rate: 0.01 } }];
    const { jobs } = expand(suiteSchema.parse({ ...mutual, tables: [{ ...table!, pairs }] }));
    const job = jobs.find(({ label }) => label === 'resnet8-with-resnet20-KD-trial1')!;
    expect(job.configuration).toMatchObject({ recipe: { rate: 0.01 } });
  });
});

test('a pair of mutual learners has a name of its own', () => {
  const both = defineSuite({ ...small, tables: [{ ...small.tables[0]!, pairs: [mutualPair, usualPair] }] });
  const suite = suiteSchema.parse(both);
  const pairsOf = (name: string) => expand(suite, { pairs: [name] }).tables.flatMap(({ columns }) => columns.length);
  expect(['resnet20+resnet8', 'resnet20/resnet8', 'resnet8'].map(pairsOf)).toEqual([[1], [1], [2]]);
});

test('what has a first stage is n/a, with the reason', async () => {
  const { recipe } = mutual;
  const { distillers } = await loadSuite('cifar100');
  const pair = { teacher: 'resnet32x4', student: 'resnet8x4', mutual: true };
  const tables = [{ name: 'all', pairs: [pair], trials: 1 }];
  const rows = expand(suiteSchema.parse({ ...mutual, recipe, distillers, tables })).tables[0]!.columns[0]!.rows;
  const reasons = rows.flatMap(({ distiller, unfit }) => (unfit === undefined ? [] : [[distiller.name, unfit]]));
  const reason = 'what it trains before the student is for a trained teacher';
  expect(Object.fromEntries(reasons)).toMatchObject({ AB: reason, FT: reason, FSP: reason });
  expect(reasons.filter(([name]) => !/^(AB|FT|FSP)/.test(name!))).toEqual([]);
});

test('a distiller that leads from the teacher to the student alone is n/a', () => {
  const fitnet = distillerSchema.parse({ ...mutual.distillers[1]!, beta: 1, method: { name: 'fitnet' } });
  const pair = { teacher: 'ResNet18', student: 'resnet8' } as const;
  expect(unfitReason(fitnet, pair)).toBeUndefined();
  expect(unfitReason(fitnet, { ...pair, mutual: true })).toMatch(/^no regressor leads from the student.s 4 pixels/);
});

const usualPair = { teacher: 'resnet20', student: 'resnet8' } as const;
const mutualPair = { ...usualPair, mutual: true } as const;

describe('what does not go together is named', () => {
  function sentenceFor(table: object, change: object = {}): string {
    const suite = { ...mutual, tables: [{ ...mutual.tables[0], ...table }], ...change };
    try {
      validate(suiteSchema, suite, 'suites/mutual.ts');
    } catch (error) {
      if (error instanceof Problem) return error.sentence;
      throw error;
    }
    return 'it is fine';
  }

  test('several teachers', () => {
    expect(sentenceFor({ pairs: [{ ...mutualPair, teachers: 2 }] })).toBe(
      'suites/mutual.ts: tables[0].pairs[0].teachers is 2. It must be 1 where both learn from each other',
    );
    expect(sentenceFor({ pairs: [{ ...mutualPair, teachers: 1 }] })).toBe('it is fine');
  });

  test('a pair that is not mutual in a table that has a side', () => {
    expect(sentenceFor({ pairs: [usualPair] })).toBe(
      'suites/mutual.ts: tables[0].pairs[0].mutual is missing. It must be true in a table that has a side',
    );
    expect(sentenceFor({ pairs: [usualPair], side: undefined })).toBe('it is fine');
  });

  test('teachers that see other images', () => {
    const sentence =
      'suites/mutual.ts: tables[0].pairs[0].mutual is true. It must be left out where teachers see other images';
    const half = 'upper';
    expect(sentenceFor({}, { views: { teacher: half } })).toBe(sentence);
    expect(sentenceFor({}, { teacherDataset: { name: 'digits', training: 200, test: 50 } })).toBe(sentence);
    expect(sentenceFor({}, { views: { teacher: half, student: half } })).toBe('it is fine');
  });

  test("a row without a teacher, and targets, on the teachers' side", () => {
    const side = 'teacher';
    expect(sentenceFor({ side, distillers: ['KD', 'vanilla'] })).toBe(
      "suites/mutual.ts: tables[0].distillers[1] is 'vanilla'. It must be rows that read a teacher, as the table shows the teachers' side",
    );
    expect(sentenceFor({ side, distillers: undefined })).toBe(
      "suites/mutual.ts: tables[0].distillers is missing. It must be rows that read a teacher, as the table shows the teachers' side",
    );
    const target = {
      name: 'few',
      title: 'Few',
      dataset: { name: 'digits', training: 20, test: 20 },
      how: 'linear probe',
    };
    expect(sentenceFor({ side, distillers: ['KD'], targets: [{ ...target, C: 1 }] })).toMatch(
      /tables\[0\]\.targets is .* It must be left out, as only students are transferred$/,
    );
  });

  test('a side that is none', () => {
    expect(sentenceFor({ side: 'both' })).toBe(
      "suites/mutual.ts: tables[0].side is 'both'. It must be one of student, teacher",
    );
    expect(sentenceFor({ pairs: [{ ...mutualPair, mutual: false }] })).toMatch(/pairs\[0\]\.mutual is false/);
  });
});
