import { describe, expect, test } from 'vitest';
import { methodSchema } from '../job/distiller.ts';
import { identityOf, trainingOf } from '../job/job.ts';
import { expand } from './expand.ts';
import small from './fixtures/small.ts';
import { loadSuite, suiteNames } from './load.ts';
import { countTeachers } from './plan.ts';
import { suiteSchema } from './schema.ts';

const suite = suiteSchema.parse(small);
const labels = (plan: ReturnType<typeof expand>) => plan.jobs.map(({ label }) => label);

describe('the jobs of a suite', () => {
  test('each teacher once, each student once a trial; pairs share a vanilla student', () => {
    expect(labels(expand(suite))).toEqual([
      'resnet20-teacher',
      'resnet32-teacher',
      'resnet8-vanilla-trial1',
      'resnet8-from-resnet20-KD-trial1',
      'resnet8-from-resnet20-CRD+KD-trial1',
      'resnet8-from-resnet32-KD-trial1',
      'resnet8-from-resnet32-CRD+KD-trial1',
      'resnet8-vanilla-trial2',
      'resnet8-from-resnet20-KD-trial2',
      'resnet8-from-resnet20-CRD+KD-trial2',
      'resnet8-from-resnet32-KD-trial2',
      'resnet8-from-resnet32-CRD+KD-trial2',
    ]);
  });

  test('are as many of a row as it says itself, unless the command line says how many', () => {
    const [vanilla, kd, ...others] = suite.distillers;
    const fewer = { ...suite, distillers: [vanilla!, { ...kd!, trials: 1 }, ...others] };
    const without = (label: string) => !label.endsWith('KD-trial2') || label.includes('CRD');
    expect(labels(expand(fewer))).toEqual(labels(expand(suite)).filter(without));
    expect(expand(fewer).tables[0]!.trials).toEqual([1, 2]);
    expect(expand(fewer, { distillers: ['KD'] }).tables[0]!.trials).toEqual([1]);
    expect(expand(fewer, { trials: 3 }).jobs).toEqual(expand(suite, { trials: 3 }).jobs);
    expect(expand(fewer, { trial: [2] }).jobs).toEqual(expand(suite, { trial: [2] }).jobs);
  });

  test('have identities that never change', () => {
    const ids = Object.fromEntries(expand(suite, { trials: 1 }).jobs.map(({ label, id }) => [label, id]));
    expect(ids).toMatchInlineSnapshot(`
      {
        "resnet20-teacher": "eb97336e3ca3",
        "resnet32-teacher": "e08d0e448f06",
        "resnet8-from-resnet20-CRD+KD-trial1": "e144ec41b3e8",
        "resnet8-from-resnet20-KD-trial1": "efc6e852264e",
        "resnet8-from-resnet32-CRD+KD-trial1": "4b987db269ae",
        "resnet8-from-resnet32-KD-trial1": "a55ac1ad60bd",
        "resnet8-vanilla-trial1": "fabb47d24253",
      }
    `);
  });

  test('have identities that never change with digits either, whatever options CRD has since been given', async () => {
    const plan = expand(await loadSuite('combinations-digits'), { trials: 1, distillers: ['CRD', 'CRD+KD'] });
    expect(Object.fromEntries(plan.jobs.map(({ label, id }) => [label, id]))).toEqual({
      'resnet20-teacher': 'cf39ea4fe0e5',
      'resnet8-from-resnet20-CRD-trial1': '957c21f19460',
      'resnet8-from-resnet20-CRD+KD-trial1': '719658be5677',
    });
  });

  test('are others with other arithmetic, teachers too, and say so', () => {
    const jobs = expand(suite, { arithmetic: { mixedPrecision: true } }).jobs;
    const usual = new Set(expand(suite).jobs.map(({ id }) => id));
    expect(jobs.filter(({ id }) => usual.has(id))).toEqual([]);
    for (const { configuration } of jobs) expect(configuration.arithmetic).toEqual({ mixedPrecision: true });
  });

  test('keep their identity when a row is renamed', () => {
    const [vanilla, kd, ...others] = suite.distillers;
    const renamed = { ...suite, distillers: [vanilla!, { ...kd!, name: 'Hinton', source: 'elsewhere' }, ...others] };
    expect(expand(renamed).jobs.map(({ id }) => id)).toEqual(expand(suite).jobs.map(({ id }) => id));
  });

  test('a vanilla student has no teacher and waits for none', () => {
    const vanilla = expand(suite).jobs.find(({ label }) => label === 'resnet8-vanilla-trial1')!;
    expect(vanilla.dependsOn).toEqual([]);
    expect(vanilla.configuration).not.toHaveProperty('teacher');
    expect(labels(expand(suite, { distillers: ['vanilla'], trials: 1 }))).toEqual(['resnet8-vanilla-trial1']);
  });

  test('a taught student waits for its teacher', () => {
    const { jobs } = expand(suite);
    const taught = jobs.find(({ label }) => label === 'resnet8-from-resnet32-KD-trial1')!;
    const teacher = jobs.find(({ label }) => label === 'resnet32-teacher')!;
    expect(taught.dependsOn).toEqual([teacher.id]);
    expect(taught.configuration).toMatchObject({ teacher: { network: 'resnet32', job: teacher.id } });
  });

  test("the seed is the trial's number, the same for every distiller, and 0 for teachers", () => {
    for (const { label, configuration } of expand(suite).jobs) {
      expect(trainingOf(configuration).seed).toBe(Number(/trial(\d+)$/.exec(label)?.[1] ?? 0));
    }
  });
});

describe('an ensemble', () => {
  const [pair] = suite.tables[0]!.pairs;
  const ofTeachers = (teachers?: number) =>
    expand({ ...suite, tables: [{ ...suite.tables[0]!, pairs: [{ ...pair!, teachers }] }] });

  test('is of teachers with seeds of no trial, for all of which its students wait', () => {
    const { jobs, tables } = ofTeachers(3);
    const teachers = jobs.filter(({ configuration }) => configuration.kind === 'teacher');
    expect(teachers.map(({ label }) => label)).toEqual([
      'resnet20-teacher',
      'resnet20-teacher1001',
      'resnet20-teacher2002',
    ]);
    expect(teachers.map(({ configuration }) => trainingOf(configuration).seed)).toEqual([0, 1001, 2002]);
    const student = jobs.find(({ label }) => label === 'resnet8-from-3xresnet20-KD-trial2')!;
    const [job, ...fellows] = teachers.map(({ id }) => id);
    expect(student.dependsOn).toEqual([job, ...fellows]);
    expect(student.configuration).toMatchObject({ teacher: { network: 'resnet20', job, fellows } });
    expect(countTeachers({ jobs })).toBe(3);
    expect(tables[0]!.columns[0]!.fellows.map(({ id }) => id)).toEqual(fellows);
  });

  test('of one is that teacher alone, with the same jobs', () => {
    const ids = (plan: ReturnType<typeof expand>) => plan.jobs.map(({ id }) => id);
    expect(ids(ofTeachers(1))).toEqual(ids(ofTeachers()));
  });

  test('shares its vanilla students and its teachers with smaller ones', () => {
    const jobs = ofTeachers(4).jobs.map(({ id }) => id);
    const both = ofTeachers(2).jobs.filter(({ id }) => jobs.includes(id));
    expect(both.map(({ label }) => label)).toEqual([
      'resnet20-teacher',
      'resnet20-teacher1001',
      'resnet8-vanilla-trial1',
      'resnet8-vanilla-trial2',
    ]);
  });

  test('cannot teach by a method that trains something before the student', () => {
    const ab = { ...suite.distillers[0]!, name: 'AB', beta: 1, method: methodSchema.parse({ name: 'ab' }) };
    const plan = expand({
      ...suite,
      distillers: [ab],
      tables: [{ ...suite.tables[0]!, pairs: [{ ...pair!, teachers: 2 }] }],
    });
    expect(plan.tables[0]!.columns[0]!.rows.at(-1)).toMatchObject({
      jobs: [],
      unfit: 'what it trains before the student is for one teacher',
    });
  });
});

describe('an imported teacher', () => {
  const configuration = { kind: 'imported', dataset: suite.dataset, network: 'resnet20', source: 'abc' } as const;
  const imported = { id: identityOf(configuration), folder: '/teachers/resnet20', configuration, accuracy: 96 };

  test('is not trained, and its students wait for nothing', () => {
    const plan = expand(suite, { trials: 1, distillers: ['KD'] }, [imported]);
    expect(labels(plan)).toEqual([
      'resnet32-teacher',
      'resnet8-from-resnet20-KD-trial1',
      'resnet8-from-resnet32-KD-trial1',
    ]);
    const [teacher, student, other] = plan.jobs;
    expect(student).toMatchObject({
      dependsOn: [],
      importedTeacher: imported,
      configuration: { teacher: { network: 'resnet20', job: imported.id } },
    });
    expect(other).toMatchObject({ dependsOn: [teacher!.id] });
    expect(other).not.toHaveProperty('importedTeacher');
  });

  test('makes other students of those that it teaches, and leaves vanilla ones as they are', () => {
    const ids = (plan: ReturnType<typeof expand>) => new Map(plan.jobs.map(({ label, id }) => [label, id]));
    const [own, others] = [ids(expand(suite)), ids(expand(suite, {}, [imported]))];
    expect(others.get('resnet8-from-resnet20-KD-trial1')).not.toBe(own.get('resnet8-from-resnet20-KD-trial1'));
    expect(others.get('resnet8-from-resnet32-KD-trial1')).toBe(own.get('resnet8-from-resnet32-KD-trial1'));
    expect(others.get('resnet8-vanilla-trial1')).toBe(own.get('resnet8-vanilla-trial1'));
  });

  test('of another data set, tested on other images or of another network is none', () => {
    const dataset = { name: 'digits', training: 100, test: 51 } as const;
    const otherImages = { ...imported, configuration: { ...configuration, dataset } };
    const otherNetwork = { ...imported, configuration: { ...configuration, network: 'resnet14' as const } };
    expect(expand(suite, {}, [otherImages, otherNetwork])).toEqual(expand(suite));
  });
});

describe('recipes', () => {
  test('of teachers and students stretch to any number of epochs', () => {
    for (const { configuration } of expand(suite, { epochs: 40 }).jobs) {
      expect(trainingOf(configuration).recipe).toMatchObject({ epochs: 40, dropsAfter: [20, 30] });
    }
  });

  test("a pair's own fields replace the suite's, for its students alone", () => {
    const [table] = suite.tables;
    const [first, second] = table!.pairs;
    const pairs = [{ ...first!, recipe: { rate: 0.01 } }, second!];
    const { jobs } = expand({ ...suite, tables: [{ ...table!, pairs }] });
    const slow = jobs
      .filter(({ configuration }) => trainingOf(configuration).recipe.rate === 0.01)
      .map(({ label }) => label);
    expect(slow).toContain('resnet8-from-resnet20-KD-trial1');
    expect(slow.filter((label) => /teacher|resnet32/.test(label))).toEqual([]);
    // The same student, trained in two ways, is two jobs.
    expect(jobs.filter(({ label }) => label === 'resnet8-vanilla-trial1')).toHaveLength(2);
  });

  test('teachers may have one of their own', () => {
    const { jobs } = expand({ ...suite, teacherRecipe: { ...suite.recipe, rate: 0.1 } });
    const fast = jobs
      .filter(({ configuration }) => trainingOf(configuration).recipe.rate === 0.1)
      .map(({ label }) => label);
    expect(fast).toEqual(['resnet20-teacher', 'resnet32-teacher']);
  });
});

test.each(suiteNames())('the suite %s is whole, and named as its file', async (name) => {
  const own = await loadSuite(name);
  expect(own.name).toBe(name);
  expect(expand(own).jobs.length).toBeGreaterThan(1);
});
