import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { fetchData } from '../data/sets/fetch-data.ts';
import { makeNyuDepth } from '../data/sets/fixtures/nyu-depth.ts';
import { loadNyuDepth, type NyuDepthDataset } from '../data/sets/nyu-depth.ts';
import { jobFiles } from '../job/folder.ts';
import { identityOf, type Job, type Training, trainingSchema } from '../job/job.ts';
import { makeJob, readEpochs, readResult, startJob, teacherConfiguration, trainThroughKills } from './fixture.ts';
import { placeTeacher } from './fixtures/place-teacher.ts';

// A teacher of digits says something of rooms, whatever it may be; its student sees how far away things are in them.

const folder = await mkdtemp(join(tmpdir(), 'redistill-segmentation-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
afterAll(() => rm(folder, { recursive: true }));

let dataset: NyuDepthDataset;
let student: Training;
beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { path, sha256 } = await makeNyuDepth(folder, 14);
  await fetchData('nyu-depth', { from: path, sha256 });
  dataset = { name: 'nyu-depth', archive: sha256, size: 32, classes: 10 };
  student = studentOf({ alpha: 1, temperature: 4 });
  await placeTeacher(join(folder, 'teacher'));
  await run('student', student);
}, 300_000);

const recipe = { epochs: 10, batch: 4, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [8], dropFactor: 0.1 };

function studentOf(weights: object): Training {
  return trainingSchema.parse({
    ...{ kind: 'student', dataset, recipe, network: 'CNN5', view: 'depth', seed: 1 },
    distiller: { name: 'KD', gamma: 0, alpha: 0, beta: 0, source: 'a test', ...weights },
    ...('alpha' in weights && { teacher: { network: 'resnet8', job: identityOf(teacherConfiguration) } }),
  });
}

/** Runs a job in a folder of its own. */
async function run(name: string, configuration: Training): Promise<void> {
  const { exitCode: code, stderr } = await startJob(await makeJob(join(folder, name), configuration));
  expect(code, stderr).toBe(exitCode.done);
}

/** Makes the job that trains the student further to classify pixels. */
async function makeSegmentation(name: string): Promise<string> {
  const configuration = trainingSchema.parse({
    ...{ kind: 'segmentation', dataset, recipe, network: 'CNN5', view: 'depth', seed: 1 },
    source: { job: identityOf(student) },
  });
  const path = await makeJob(join(folder, name), configuration);
  const job: Job = {
    ...{ id: identityOf(configuration), label: 'test', configuration },
    ...{ teacherFolders: [], sourceFolder: '../student' },
  };
  await writeFile(jobFiles(path).job, JSON.stringify(job));
  return path;
}

test('a student of images without classes is measured by how often it agrees with its teacher', async () => {
  expect((await readResult(join(folder, 'student'))).accuracy).toBeGreaterThanOrEqual(75);
  // Without a teacher there is nobody to agree with.
  await run('random', studentOf({}));
  expect((await readResult(join(folder, 'random'))).accuracy).toBe(0);
});

test('pixels are classified better than by the most frequent class; killed, a job ends with the same bits', async () => {
  const whole = await makeSegmentation('whole');
  const { stderr, exitCode: code } = await startJob(whole);
  expect(code, stderr).toBe(exitCode.done);
  const { accuracy, meanIoU, best } = await readResult(whole);
  const { pixelClasses } = (await loadNyuDepth(dataset)).test;
  const counts = Array.from({ length: 14 }, (_, name) => pixelClasses!.filter((one) => one === name).length);
  const known = counts.slice(1).reduce((sum, count) => sum + count);
  expect(accuracy).toBeGreaterThan((100 * Math.max(...counts.slice(1))) / known + 10);
  expect(meanIoU).toBeGreaterThan(20);
  expect(best!.meanIoU).toBeGreaterThan(20);
  const epochs = await readEpochs(whole);
  expect(epochs.at(-1)).toMatchObject({ testAccuracy: accuracy, testMeanIoU: meanIoU });

  const killed = await makeSegmentation('killed');
  expect(await trainThroughKills(killed, [0])).toBe(1);
  expect((await readResult(killed)).weights).toBe((await readResult(whole)).weights);
  expect(await readEpochs(killed)).toEqual(epochs);
}, 300_000);
