import { expect, test } from 'vitest';
import { epochsOf } from '../job/job.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';

const suite = await loadSuite('cross-modal');
const plan = expand(suite, { trials: 1 });
const jobNamed = (label: string) => plan.jobs.find((job) => job.label === label)!;
const student = jobNamed('wrn_16_2-from-wrn_16_2-CRD-trial1');

test('the teacher sees the lightness of its own images, the student the colours of others', () => {
  const teacher = jobNamed('wrn_16_2-teacher');
  expect(teacher.configuration).toMatchObject({
    dataset: { name: 'tiny-imagenet', size: 32 },
    view: 'luminance',
  });
  expect(student.configuration).toMatchObject({
    dataset: { name: 'stl10', size: 32, part: 'unlabelled' },
    testedOn: { name: 'tiny-imagenet', size: 32 },
    view: 'chrominance',
    teacher: { job: teacher.id, view: 'luminance' },
  });
});

test('no row uses labels, and CRD no classes', () => {
  for (const { gamma } of suite.distillers) expect(gamma).toBe(0);
  expect(suite.distillers.find(({ name }) => name === 'CRD')!.method).toMatchObject({ excludes: 'image' });
});

test('each student is probed, and tuned in its own view with the seed of its trial', () => {
  const labelled = { name: 'stl10', size: 32, part: 'labelled' };
  expect(jobNamed('wrn_16_2-from-wrn_16_2-CRD-trial1-on-probed')).toMatchObject({
    dependsOn: [student.id],
    configuration: { kind: 'probe', dataset: labelled, view: 'chrominance', source: { job: student.id } },
  });
  expect(jobNamed('wrn_16_2-from-wrn_16_2-CRD-trial1-on-tuned')).toMatchObject({
    dependsOn: [student.id],
    configuration: {
      kind: 'fine-tuning',
      dataset: labelled,
      view: 'chrominance',
      source: { job: student.id },
      seed: 1,
    },
  });
  expect(jobNamed('wrn_16_2-teacher-on-tuned').configuration).toMatchObject({ view: 'luminance', seed: 0 });
});

test('a random network is not trained before it is probed and tuned', () => {
  expect(epochsOf(jobNamed('wrn_16_2-random-trial1').configuration)).toBe(0);
  expect(epochsOf(jobNamed('wrn_16_2-random-trial1-on-tuned').configuration)).toBe(60);
});
