import { expect, onTestFinished, test } from 'vitest';
import type { ImportedTeacher } from '../job/imported.ts';
import { methods } from '../model/distillers/registry.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';
import { suiteSchema } from './schema.ts';
import type { Suite } from './suite.ts';

const suite = await loadSuite('cross-modal-depth');
const plan = expand(suite, { trials: 1 });
const jobNamed = (label: string) => plan.jobs.find((job) => job.label === label)!;
const student = jobNamed('CNN5-from-ResNet18-CRD-trial1');

test('the teacher sees photographs, the student the depth of others, and no row uses labels', () => {
  const teacher = jobNamed('ResNet18-teacher');
  expect(teacher.configuration).toMatchObject({ dataset: { name: 'imagenet', size: 224 } });
  expect(teacher.configuration).not.toHaveProperty('view');
  expect(student.configuration).toMatchObject({
    dataset: { name: 'nyu-depth', size: 160, classes: 1000 },
    view: 'depth',
    teacher: { job: teacher.id },
    distiller: { gamma: 0, method: { name: 'local-crd' } },
  });
  // ImageNet's images have no depth to be tested on.
  expect(student.configuration).not.toHaveProperty('testedOn');
  for (const { gamma } of suite.distillers) expect(gamma).toBe(0);
});

test('every network is trained further to classify pixels in its own view', () => {
  const segmentation = jobNamed('CNN5-from-ResNet18-CRD-trial1-on-segmented');
  expect(segmentation).toMatchObject({
    dependsOn: [student.id],
    configuration: { kind: 'segmentation', network: 'CNN5', view: 'depth', source: { job: student.id }, seed: 1 },
  });
  expect(jobNamed('ResNet18-teacher-on-segmented').configuration).not.toHaveProperty('view');
  // A teacher, five rows and their targets: both tables are of the same jobs.
  expect(plan.jobs).toHaveLength(2 + 2 * 5);
  for (const { columns } of plan.tables) expect(columns[0]!.rows.every(({ unfit }) => unfit === undefined)).toBe(true);
});

test('a row whose method reads labels does not fit images without them', () => {
  Object.assign(methods.pkt, { alsoReads: ['labels'] });
  onTestFinished(() => {
    delete methods.pkt.alsoReads;
  });
  const row = { name: 'PKT', gamma: 0, alpha: 0, beta: 1, method: { name: 'pkt' }, source: 'a test' };
  const withPkt = suiteSchema.parse({ ...suite, distillers: [...suite.distillers, row] });
  const unfitIn = (one: Suite) =>
    expand(one, { distillers: ['PKT'], trials: 1 }).tables.flatMap(({ columns }) =>
      columns.flatMap(({ rows }) => rows.map(({ unfit }) => unfit)),
    );
  const reason = 'its loss reads labels, and the training images of nyu-depth have none';
  expect(new Set(unfitIn(withPkt))).toEqual(new Set([reason]));
  const labelled = { ...withPkt, dataset: suite.teacherDataset! };
  expect(new Set(unfitIn(labelled))).toEqual(new Set([undefined]));
});

test("a teacher that was imported for ImageNet is taken, and then ImageNet's images are not asked for", () => {
  const imported: ImportedTeacher = {
    ...{ id: 'imported', folder: '/teachers/ResNet18', accuracy: 69.76 },
    configuration: { kind: 'imported', network: 'ResNet18', dataset: suite.teacherDataset!, source: 'a'.repeat(64) },
  };
  const { jobs } = expand(suite, { trials: 1 }, [imported]);
  expect(jobs.map(({ configuration }) => configuration.dataset.name)).not.toContain('imagenet');
  expect(jobs.find(({ label }) => label === student.label)).toMatchObject({ dependsOn: [], importedTeacher: imported });
});
