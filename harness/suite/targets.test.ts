import { expect, test } from 'vitest';
import type { ImportedTeacher } from '../job/imported.ts';
import { identityOf } from '../job/job.ts';
import { expand } from './expand.ts';
import small from './fixtures/small.ts';
import transferred from './fixtures/transferred.ts';
import { suiteSchema } from './schema.ts';
import { studentsOf } from './students-of.ts';

const suite = suiteSchema.parse(transferred);
const selection = { distillers: ['vanilla', 'KD'], trials: 1 };
const plan = expand(suite, selection);
const jobOf = (label: string) => plan.jobs.find((job) => job.label === label)!;

test('a table with targets has a column for each pair and target, and a probe for each of its networks', () => {
  expect(plan.tables[0]!.columns.map(({ pair, target }) => [pair.student, target?.name])).toEqual([
    ['resnet8', 'few'],
    ['resnet8', 'many'],
  ]);
  expect(plan.jobs.map(({ label }) => label)).toEqual([
    'resnet32-teacher',
    'resnet32-teacher-on-few',
    'resnet32-teacher-on-many',
    'resnet8-vanilla-trial1',
    'resnet8-vanilla-trial1-on-few',
    'resnet8-from-resnet32-KD-trial1',
    'resnet8-from-resnet32-KD-trial1-on-few',
    'resnet8-vanilla-trial1-on-many',
    'resnet8-from-resnet32-KD-trial1-on-many',
  ]);
  const { teacherOnTarget, rows } = plan.tables[0]!.columns[1]!;
  expect(teacherOnTarget?.label).toBe('resnet32-teacher-on-many');
  expect(rows.map(({ jobs }) => jobs)).toEqual([
    [jobOf('resnet8-vanilla-trial1-on-many').id],
    [jobOf('resnet8-from-resnet32-KD-trial1-on-many').id],
  ]);
});

test('a probe waits for its network, and says all that decides its result', () => {
  const student = jobOf('resnet8-from-resnet32-KD-trial1');
  const probe = jobOf('resnet8-from-resnet32-KD-trial1-on-many');
  expect(probe.dependsOn).toEqual([student.id]);
  expect(probe.configuration).toEqual({
    kind: 'probe',
    dataset: { name: 'digits', training: 200, test: 100 },
    network: 'resnet8',
    source: { job: student.id },
    C: 0.1,
  });
  expect(jobOf('resnet8-vanilla-trial1-on-few').configuration).toMatchObject({ C: 1 });
});

test('its networks are the same jobs as without targets', () => {
  const trained = new Set(expand(suiteSchema.parse(small), selection).jobs.map(({ id }) => id));
  const own = plan.jobs.filter(({ configuration }) => configuration.kind !== 'probe');
  expect(own).toHaveLength(3);
  expect(own.every(({ id }) => trained.has(id))).toBe(true);
});

test('the students themselves are a table of each pair once', () => {
  const table = studentsOf(plan.tables[0]!, plan.jobs);
  expect(table.columns.map(({ target, rows }) => [target, rows.map(({ jobs }) => jobs)])).toEqual([
    [undefined, [[jobOf('resnet8-vanilla-trial1').id], [jobOf('resnet8-from-resnet32-KD-trial1').id]]],
  ]);
  const untouched = expand(suiteSchema.parse(small)).tables[0]!;
  expect(studentsOf(untouched, [])).toEqual(untouched);
});

test('an imported teacher is probed too, without waiting for it', () => {
  const { dataset } = suite;
  const configuration = { kind: 'imported' as const, dataset, network: 'resnet32' as const, source: 'abc' };
  const imported: ImportedTeacher = { id: identityOf(configuration), folder: '/teachers', configuration, accuracy: 90 };
  const { jobs } = expand(suite, selection, [imported]);
  const probe = jobs.find(({ label }) => label === 'resnet32-teacher-imported-on-few')!;
  expect(probe).toMatchObject({ dependsOn: [], importedTeacher: imported });
  expect(probe.configuration).toMatchObject({ kind: 'probe', source: { job: imported.id } });
});

test('where no row reads a teacher it is neither trained nor probed', () => {
  const { jobs } = expand(suite, { distillers: ['vanilla'], trials: 1 });
  expect(jobs.map(({ label }) => label)).toEqual([
    'resnet8-vanilla-trial1',
    'resnet8-vanilla-trial1-on-few',
    'resnet8-vanilla-trial1-on-many',
  ]);
});

test('two targets of a table have names of their own', () => {
  const [table] = transferred.tables;
  const [target] = table!.targets!;
  const { error } = suiteSchema.safeParse({ ...transferred, tables: [{ ...table, targets: [target, target] }] });
  expect(error?.issues).toMatchObject([
    { path: ['tables', 0, 'targets', 1, 'name'], message: 'must be there only once' },
  ]);
});
