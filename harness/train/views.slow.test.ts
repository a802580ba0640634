import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { moveOf, Normaliser } from '../data/sets/augmentation.ts';
import { BatchMaker } from '../data/sets/batch-maker.ts';
import { loadData } from '../data/sets/registry.ts';
import { jobFiles } from '../job/folder.ts';
import { type Configuration, type FurtherTraining, identityOf } from '../job/job.ts';
import { parseTensors } from '../model/engine/safetensors.ts';
import { makeJob, readEpochs, readResult, startJob, studentConfiguration, teacherConfiguration } from './fixture.ts';

type Student = Extract<Configuration, { kind: 'student' }>;
const recipe = { ...teacherConfiguration.recipe, epochs: 2, dropsAfter: [] };
const teacher: Configuration = { ...teacherConfiguration, recipe, view: 'upper' };
const { teacher: _, ...untaught } = { ...(studentConfiguration as Student), recipe, view: 'lower' as const };
const taught: Student = {
  ...untaught,
  distiller: { ...untaught.distiller, gamma: 0 },
  teacher: { network: 'resnet8', job: identityOf(teacher), view: 'upper' },
};
const random: Student = {
  ...untaught,
  distiller: { ...untaught.distiller, method: undefined, gamma: 0, alpha: 0, beta: 0 },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-views-'));
  await run('teacher', teacher);
  await Promise.all([run('student', taught), run('random', random)]);
});
afterAll(() => rm(folder, { recursive: true }));

async function run(name: string, configuration: Configuration, source?: string) {
  const job = await makeJob(join(folder, name), configuration);
  if (source !== undefined) {
    const text = JSON.parse(await readFile(jobFiles(job).job, 'utf8'));
    await writeFile(jobFiles(job).job, JSON.stringify({ ...text, sourceFolder: source }));
  }
  const { exitCode: code, stderr } = await startJob(job);
  expect(code, stderr).toBe(exitCode.done);
}

test('teachers are fed the same moves of the same images, in their own view', async () => {
  const data = await loadData(taught.dataset);
  const source = {
    data: { ...data, view: 'lower' as const },
    teacherView: { view: 'upper' as const },
    seed: 1,
    batch: 8,
  };
  const { images, teacherImages, indices, outcomes } = await new BatchMaker(source).make({
    purpose: '',
    epoch: 1,
    step: 0,
  });
  const seen = (view: 'upper' | 'lower') =>
    new Normaliser({ ...data, view }).batch(data.training, indices, (i) => moveOf(outcomes[i]!));
  expect(teacherImages).toEqual(seen('upper'));
  expect(images).toEqual(seen('lower'));
  expect(images).not.toEqual(teacherImages);
});

test('a student without labels learns from its teacher alone, and is tested all the same', async () => {
  const epochs = await readEpochs(join(folder, 'student'));
  expect(epochs).toHaveLength(2);
  for (const epoch of epochs) {
    expect(Object.keys(epoch)).toEqual(expect.arrayContaining(['distillation', 'method', 'testAccuracy']));
    expect(epoch).not.toHaveProperty('classification');
    expect(epoch).not.toHaveProperty('trainAccuracy');
  }
});

test('what its teacher sees decides what it learns, in the step itself too', async () => {
  const maps = { ...taught.distiller, alpha: 0, beta: 100, method: { name: 'fitnet' as const, layer: 2 } };
  const ofMaps: Student = { ...taught, distiller: maps };
  const sameView: Student = { ...ofMaps, teacher: { ...ofMaps.teacher!, view: 'lower' } };
  await Promise.all([run('maps', ofMaps), run('same view', sameView)]);
  const [two, one] = await Promise.all(['maps', 'same view'].map((name) => readEpochs(join(folder, name))));
  expect(two![0]!.loss).not.toBe(one![0]!.loss);
});

test('a random network keeps its initial weights', async () => {
  const result = await readResult(join(folder, 'random'));
  expect(await readFile(jobFiles(join(folder, 'random')).metrics, 'utf8').catch(() => '')).toBe('');
  expect(result).not.toHaveProperty('best');
  const { weights } = await readResult(join(folder, 'student'));
  expect(result.weights).not.toBe(weights);
});

test('fine-tuning begins with the weights of its source, but for the classifier', async () => {
  const still: FurtherTraining = {
    ...{ kind: 'fine-tuning', dataset: taught.dataset, network: 'resnet8', view: 'lower', seed: 3 },
    recipe: { ...recipe, epochs: 1, rate: 1e-12, weightDecay: 0 },
    source: { job: identityOf(taught) },
  };
  await run('tuned', still, '../student');
  const [source, tuned] = await Promise.all(
    ['student', 'tuned'].map(
      async (name) => parseTensors(await readFile(jobFiles(join(folder, name)).weights), name).tensors,
    ),
  );
  const weightsOf = (tensors: typeof source, name: string) => Array.from(tensors!.get(name)!.values as Float32Array);
  for (const name of ['conv1.weight', 'layer3.0.conv2.weight', 'bn1.weight']) {
    const [before, after] = [source, tuned].map((tensors) => weightsOf(tensors, name));
    expect(Math.max(...before!.map((value, i) => Math.abs(value - after![i]!)))).toBeLessThan(1e-6);
  }
  expect(weightsOf(tuned, 'fc.weight')).not.toEqual(weightsOf(source, 'fc.weight'));
  const { source: provenance, accuracy } = await readResult(join(folder, 'tuned'));
  const { weights, accuracy: before } = await readResult(join(folder, 'student'));
  expect(provenance).toEqual({ weights, accuracy: before });
  expect(accuracy).toBeGreaterThanOrEqual(0);
});
