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

// Every method after CRD, from an archive in CIFAR-100's form to results. The networks are small: the suite's own take ten minutes.

const folder = await mkdtemp(join(tmpdir(), 'redistill-after-crd-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
afterAll(() => rm(folder, { recursive: true }));

const { path, sha256 } = await makeCifar100(folder, { training: 32, test: 20, classes: 20 });
const rows = afterCrd.distillers.map(({ byPair, ...row }) => row);
const suite = suiteSchema.parse({
  ...afterCrd,
  dataset: { name: 'cifar100', archive: sha256 },
  tables: [{ name: 'small', pairs: [{ teacher: 'resnet14', student: 'resnet8' }], trials: 1 }],
  // So few images have no 16,384 negatives.
  distillers: JSON.parse(JSON.stringify(rows), (key, value) => (key === 'negatives' ? 16 : value)),
});
const { jobs } = expand(suite, canonicalSelection(suite, { epochs: 2 }));
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

test('the suite has a job for each row', () => {
  expect(teacher.dependsOn).toEqual([]);
  const names = new Set(
    students.map(({ configuration }) => 'distiller' in configuration && configuration.distiller.name),
  );
  expect([...names].toSorted()).toEqual(suite.distillers.map(({ name }) => name).toSorted());
});

test.each(students.map((job) => [job.label, job] as const))(
  '%s ends with the same bits, stopped or not',
  async (_, job) => {
    const whole = await run(job);
    const stopped = await run(job, true);
    expect(stopped.weights).toBe(whole.weights);
    expect(stopped.epochs).toEqual(whole.epochs);
  },
);
