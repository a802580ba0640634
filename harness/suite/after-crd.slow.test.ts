import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import afterCrd from '../../suites/after-crd.ts';
import { fetchData } from '../data/sets/fetch-data.ts';
import { makeCifar100 } from '../data/sets/fixtures/cifar100.ts';
import { makeJob, readEpochs, readResult } from '../train/fixture.ts';
import { runJob } from '../train/job/run-job.ts';
import { canonicalSelection } from './canonical-selection.ts';
import { expand } from './expand.ts';
import type { PlannedJob } from './plan.ts';
import { suiteSchema } from './schema.ts';

// Every method after CRD on a pair of each table, from an archive in CIFAR-100's form to results.

const folder = await mkdtemp(join(tmpdir(), 'redistill-after-crd-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
afterAll(() => rm(folder, { recursive: true }));

const { path, sha256 } = await makeCifar100(folder, { training: 32, test: 20, classes: 20 });
const suite = suiteSchema.parse({
  ...afterCrd,
  dataset: { name: 'cifar100', archive: sha256 },
  // So few images have no 16,384 negatives.
  distillers: JSON.parse(JSON.stringify(afterCrd.distillers), (key, value) => (key === 'negatives' ? 16 : value)),
});
const pairs = ['vgg13/vgg8', 'vgg13/MobileNetV2'];
const { jobs } = expand(suite, canonicalSelection(suite, { pairs, trials: 1, epochs: 2, distillers: ['all'] }));
const [teacher, ...students] = jobs as [PlannedJob, ...PlannedJob[]];

/** Runs a job in this process; where it is to stop, once, at its first epoch's end, from which it goes on. */
async function run({ id, configuration, dependsOn }: PlannedJob, stops = false) {
  const job = await makeJob(
    join(folder, stops ? `${id}-stopped` : id),
    configuration,
    ...dependsOn.map((one) => `../${one}`),
  );
  let ends = 0;
  const options = { stopRequested: () => stops && ends === 1, onEpoch: () => void ends++ };
  const first = await runJob(job, options);
  expect(first).toBe(stops ? 'stopped' : 'done');
  if (stops) expect(await runJob(job, { ...options, stopRequested: () => false })).toBe('done');
  return { ...(await readResult(job)), epochs: await readEpochs(job) };
}

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await fetchData('cifar100', { from: path, sha256 });
  await run(teacher);
});

test('the suite has a job for each row and pair that fit each other', () => {
  expect(teacher.dependsOn).toEqual([]);
  const names = new Set(
    students.map(({ configuration }) => 'distiller' in configuration && configuration.distiller.name),
  );
  expect([...names].toSorted()).toEqual(suite.distillers.map(({ name }) => name).toSorted());
});

const labelled = students.map((job) => [job.label, job] as const);

test.each(labelled.filter(([label]) => label.startsWith('vgg8')))(
  '%s ends with the same bits, stopped or not',
  async (_, job) => {
    const whole = await run(job);
    const stopped = await run(job, true);
    expect(stopped.weights).toBe(whole.weights);
    expect(stopped.epochs).toEqual(whole.epochs);
  },
);

test.each(labelled.filter(([label]) => label.startsWith('MobileNetV2')))('%s is trained and tested', async (_, job) => {
  const { accuracy, epochs } = await run(job);
  expect(accuracy).toBe((epochs.at(-1) as { testAccuracy?: number }).testAccuracy);
});
