import { expect, test } from 'vitest';
import { placeJobs } from '../../results/job-folder.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { batchesOf } from './stages.ts';

const jobs = placeJobs(expand(suiteSchema.parse(small), { trials: 1 }).jobs, '/jobs', []);
const [teacher20, teacher32] = jobs.filter(({ configuration }) => configuration.kind === 'teacher');
const none = new Map<string, unknown>();

/** The labels of each array's jobs, shortened. */
const stagesOf = (...args: Parameters<typeof batchesOf>) =>
  batchesOf(...args).map(
    ({ stage, jobs }) => `${stage}: ${jobs.map(({ label }) => label.replace(/-trial1|resnet/g, ''))}`,
  );

test('teachers, students that need none, and students that wait for theirs are an array each', () => {
  expect(stagesOf(jobs, none, none, 1000)).toEqual([
    'teachers: 20-teacher,32-teacher',
    'students: 8-vanilla',
    'waiting: 8-from-20-KD,8-from-20-CRD+KD,8-from-32-KD,8-from-32-CRD+KD',
  ]);
});

test('students of a teacher that is done wait for no other one', () => {
  const left = jobs.filter(({ id }) => id !== teacher20!.id && id !== teacher32!.id);
  expect(stagesOf(left, new Map([[teacher20!.id, 1]]), new Map([[teacher32!.id, 1]]), 1000)).toEqual([
    'students: 8-vanilla,8-from-20-KD,8-from-20-CRD+KD',
    'waiting: 8-from-32-KD,8-from-32-CRD+KD',
  ]);
});

test('students of a teacher that waits for its next try are not handed in', () => {
  const left = jobs.filter(({ dependsOn }) => dependsOn[0] === teacher32!.id);
  expect(stagesOf(left, none, none, 1000)).toEqual([]);
});

test('no array has more jobs than the cluster takes', () => {
  const left = jobs.filter(({ dependsOn }) => dependsOn.length === 1);
  expect(batchesOf(left, new Map(jobs.map(({ id }) => [id, 1])), none, 3).map(({ jobs }) => jobs.length)).toEqual([
    3, 1,
  ]);
});

test('what probes a network or trains it further comes after it, what needs nothing more in an array of its own', () => {
  const targets = [
    {
      ...{ name: 'others', title: 'Others', how: 'linear probe' as const },
      dataset: { name: 'digits' as const, training: 20, test: 20 },
    },
    {
      ...{ name: 'tuned', title: 'Tuned', how: 'fine-tuning' as const, recipe: small.recipe },
      dataset: { name: 'digits' as const, training: 20, test: 20 },
    },
  ];
  const suite = suiteSchema.parse({ ...small, tables: [{ ...small.tables[0], targets }] });
  const { jobs: planned } = expand(suite, { trials: 1, pairs: ['resnet20/resnet8'], distillers: ['vanilla', 'KD'] });
  const probed = placeJobs(planned, '/jobs', []);
  expect(stagesOf(probed, none, none, 1000)).toEqual([
    'teachers: 20-teacher',
    'students: 8-vanilla',
    'waiting: 8-from-20-KD',
    'waiting-transfers: 20-teacher-on-others,20-teacher-on-tuned,8-vanilla-on-others,8-from-20-KD-on-others,8-vanilla-on-tuned,8-from-20-KD-on-tuned',
  ]);
  const teacher = probed[0]!.id;
  expect(stagesOf(probed.slice(1), new Map([[teacher, 1]]), none, 1000).slice(-2)).toEqual([
    'transfers: 20-teacher-on-others,20-teacher-on-tuned',
    'waiting-transfers: 8-vanilla-on-others,8-from-20-KD-on-others,8-vanilla-on-tuned,8-from-20-KD-on-tuned',
  ]);
  // A student that is tried again later is not in the queue: its probe waits with it.
  const probes = probed.filter(({ configuration }) => configuration.kind === 'probe');
  expect(stagesOf(probes, new Map([[teacher, 1]]), none, 1000)).toEqual(['transfers: 20-teacher-on-others']);
});
