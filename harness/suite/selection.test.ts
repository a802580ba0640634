import { describe, expect, test } from 'vitest';
import { Problem } from '../base/problem.ts';
import { trainingOf } from '../job/job.ts';
import { expand } from './expand.ts';
import small from './fixtures/small.ts';
import { suiteSchema } from './schema.ts';
import type { Selection } from './selection.ts';
import { selectionFrom } from './selection-options.ts';

/** Two tables, five pairs, and a distiller that is not among the default ones. */
const suite = suiteSchema.parse({
  ...small,
  tables: [
    {
      name: 'table1',
      title: 'Narrow',
      pairs: [
        { teacher: 'resnet20', student: 'resnet8' },
        { teacher: 'resnet32', student: 'resnet20' },
        { teacher: 'resnet32', student: 'resnet8' },
      ],
      trials: 3,
    },
    {
      name: 'table2',
      title: 'Wide',
      pairs: [
        { teacher: 'resnet32x4', student: 'resnet8x4' },
        { teacher: 'resnet32x4', student: 'resnet20' },
      ],
      trials: 2,
    },
  ],
  defaultDistillers: ['vanilla', 'KD'],
  groups: { plain: ['KD', 'vanilla'] },
});

/** What is selected, as `table teacher/student distillers x trials`. */
function chosen(selection: Selection): string[] {
  return expand(suite, selection).tables.flatMap(({ name, trials, columns }) =>
    columns.map(({ pair: { teacher, student }, rows }) => {
      const distillers = rows.map(({ distiller }) => distiller.name);
      return `${name} ${teacher}/${student} ${distillers} x ${trials}`;
    }),
  );
}

function sentenceFor(selection: Selection): string {
  try {
    expand(suite, selection);
  } catch (error) {
    if (error instanceof Problem) return error.sentence;
    throw error;
  }
  return 'it is fine';
}

test('without a word: all tables with their own trials, and the default distillers', () => {
  expect(chosen({})).toEqual([
    'table1 resnet20/resnet8 vanilla,KD x 1,2,3',
    'table1 resnet32/resnet20 vanilla,KD x 1,2,3',
    'table1 resnet32/resnet8 vanilla,KD x 1,2,3',
    'table2 resnet32x4/resnet8x4 vanilla,KD x 1,2',
    'table2 resnet32x4/resnet20 vanilla,KD x 1,2',
  ]);
});

describe('distillers', () => {
  const names = (distillers: string[]) => expand(suite, { distillers }).tables[0]?.columns[0]?.rows;
  test.each([
    [['all'], 'vanilla,KD,CRD+KD'],
    [['DEFAULT'], 'vanilla,KD'],
    [['crd+kd', 'default'], 'vanilla,KD,CRD+KD'],
    [['Plain'], 'vanilla,KD'],
    [['crd+kd', 'KD', 'kd'], 'KD,CRD+KD'],
  ])('%j: %s, in the order of the suite', (typed, expected) => {
    expect(
      names(typed)
        ?.map(({ distiller }) => distiller.name)
        .join(),
    ).toBe(expected);
  });
});

describe('tables', () => {
  test.each([['1'], ['TABLE1']])('%s: one of them', (name) => {
    expect(chosen({ tables: [name], distillers: ['KD'] })).toHaveLength(3);
  });

  test('that the suite has not', () => {
    expect(sentenceFor({ tables: ['3'] })).toMatchInlineSnapshot(
      `"the suite small has no table 'table3'. Did you mean table1? It has table1, table2"`,
    );
  });
});

describe('pairs', () => {
  test('by teacher and student', () => {
    expect(chosen({ pairs: ['resnet32/RESNET20'], trials: 1 })).toEqual(['table1 resnet32/resnet20 vanilla,KD x 1']);
  });

  test('by a network, whether it teaches or learns', () => {
    expect(chosen({ pairs: ['resnet20'], trials: 1 })).toEqual([
      'table1 resnet20/resnet8 vanilla,KD x 1',
      'table1 resnet32/resnet20 vanilla,KD x 1',
      'table2 resnet32x4/resnet20 vanilla,KD x 1',
    ]);
  });

  test('that the suite has not', () => {
    expect(sentenceFor({ pairs: ['resnet32/resnet9'] })).toMatchInlineSnapshot(
      `"the suite small has no pair 'resnet32/resnet9'. Did you mean resnet32/resnet8? It has resnet20/resnet8, resnet32/resnet20, resnet32/resnet8, resnet32x4/resnet8x4, resnet32x4/resnet20"`,
    );
  });

  test('that are in no selected table', () => {
    expect(sentenceFor({ tables: ['2'], pairs: ['resnet32/resnet8'] })).toMatchInlineSnapshot(
      `"table2 of the suite small has no pair resnet32/resnet8. It has resnet32x4/resnet8x4, resnet32x4/resnet20"`,
    );
  });
});

describe('tables with rows of their own', () => {
  const [first, second] = suite.tables;
  const pairs = first!.pairs.slice(0, 1);
  const own = suiteSchema.parse({
    ...suite,
    tables: [
      { ...first, pairs, distillers: ['CRD+KD', 'KD'] },
      { ...second, pairs, distillers: ['vanilla', 'CRD+KD'] },
    ],
    defaultDistillers: undefined,
  });
  const rows = (selection: Selection) =>
    expand(own, selection).tables.map(
      ({ name, columns }) => `${name} ${columns[0]!.rows.map(({ distiller }) => distiller.name)}`,
    );

  test('have these in their own order, and share jobs', () => {
    expect(rows({})).toEqual(['table1 CRD+KD,KD', 'table2 vanilla,CRD+KD']);
    const { jobs, tables } = expand(own, { trials: 1 });
    expect(jobs.map(({ label }) => label)).toEqual([
      'resnet20-teacher',
      'resnet8-from-resnet20-CRD+KD-trial1',
      'resnet8-from-resnet20-KD-trial1',
      'resnet8-vanilla-trial1',
    ]);
    expect(tables[0]!.columns[0]!.rows[0]!.jobs).toEqual(tables[1]!.columns[0]!.rows[1]!.jobs);
  });

  test('are left out where none of their rows is selected', () => {
    expect(rows({ distillers: ['kd'] })).toEqual(['table1 KD']);
    expect(rows({ distillers: ['crd+kd'] })).toEqual(['table1 CRD+KD', 'table2 CRD+KD']);
  });

  test('of which none is selected', () => {
    expect(() => expand(own, { tables: ['2'], distillers: ['kd'] })).toThrowErrorMatchingInlineSnapshot(
      `[Problem: table2 of the suite small has no row KD]`,
    );
  });
});

describe('trials', () => {
  test('how many there are', () => {
    expect(chosen({ trials: 4, pairs: ['resnet32x4/resnet20'] })).toEqual([
      'table2 resnet32x4/resnet20 vanilla,KD x 1,2,3,4',
    ]);
  });

  test('on teachers of another seed, which are other jobs, as are their students; a vanilla student has no teacher', () => {
    const others = expand(suite, { teacherSeed: 7 });
    expect(trainingOf(others.jobs.find(({ label }) => label === 'resnet20-teacher7')!.configuration).seed).toBe(7);
    const ids = new Set(expand(suite).jobs.map(({ id }) => id));
    const shared = others.jobs.filter(({ id }) => ids.has(id)).map(({ label }) => label);
    expect(shared.length).toBeGreaterThan(0);
    expect(shared.every((label) => label.includes('vanilla'))).toBe(true);
    expect(() => expand(suite, { teacherSeed: -1 })).toThrow("the teacher's seed is -1");
  });

  test('by their numbers, which are the seeds', () => {
    const plan = expand(suite, { trial: [7, 2, 7], pairs: ['resnet20/resnet8'], distillers: ['KD'] });
    expect(plan.tables[0]?.trials).toEqual([2, 7]);
    expect(plan.jobs.map(({ label, configuration }) => [label, trainingOf(configuration).seed])).toEqual([
      ['resnet20-teacher', 0],
      ['resnet8-from-resnet20-KD-trial2', 2],
      ['resnet8-from-resnet20-KD-trial7', 7],
    ]);
    const whole = expand(suite).jobs.find(({ label }) => label === 'resnet8-from-resnet20-KD-trial2');
    expect(plan.jobs[1]?.id).toBe(whole?.id);
  });

  test('not both', () => {
    expect(sentenceFor({ trials: 2, trial: [1] })).toMatchInlineSnapshot(
      `"--trials and --trial are both given. Give one of them"`,
    );
  });
});

test.each<Selection>([
  { trials: 0 },
  { trials: 1.5 },
  { trial: [0] },
  { trial: [1001] },
  { epochs: 0 },
  { distillers: ['crd'] },
  { distillers: [''] },
  { distillers: ['kdd'] },
  { tables: [''] },
  { pairs: ['resnet20/resnet8/'] },
])('a selection that is impossible: %o', (selection) => {
  expect(() => expand(suite, selection)).toThrow(Problem);
});

test('what is typed is taken apart', () => {
  expect(selectionFrom({ table: '1', pairs: 'a/b, c', distillers: 'KD', trial: '2,4', epochs: '3' })).toEqual({
    tables: ['1'],
    pairs: ['a/b', 'c'],
    distillers: ['KD'],
    trials: undefined,
    trial: [2, 4],
    epochs: 3,
  });
  expect(selectionFrom({ xla: true, mixedPrecision: true }).arithmetic).toEqual({ xla: true, mixedPrecision: true });
  expect(() => selectionFrom({ trial: '2,x' })).toThrow("--trial is 'x'");
  expect(() => selectionFrom({ trials: '-1' })).toThrow("--trials is '-1'");
});
