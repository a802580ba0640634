import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../base/files/hash.ts';
import { exitCode } from '../base/problem.ts';
import { jobFiles } from '../job/folder.ts';
import { type Training, trainingSchema } from '../job/job.ts';
import { isMain, type MainEpoch } from '../job/result.ts';
import { makeJob, readEpochs, readResult, startJob, studentConfiguration, trainThroughKills } from './fixture.ts';

const { teacher, ...alone } = studentConfiguration as Extract<Training, { kind: 'student' }>;
const recipe = { ...alone.recipe, epochs: 3, dropsAfter: [] };
const mutual = trainingSchema.parse({ ...alone, recipe, peer: 'resnet8' });

let folder: string;
let whole: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-mutual-'));
  whole = await train('whole', mutual);
});
afterAll(() => rm(folder, { recursive: true }));

async function train(name: string, configuration: Training): Promise<string> {
  const job = await makeJob(join(folder, name), configuration);
  const { exitCode: code, stderr } = await startJob(job);
  expect(code, stderr).toBe(exitCode.done);
  return job;
}

const mainEpochs = async (job: string) =>
  (await readEpochs(job)).map((epoch) => (isMain(epoch as MainEpoch) ? (epoch as MainEpoch) : expect.unreachable()));

test('a job of CRD+KD trains both networks, and says what each has come to', async () => {
  const [result, epochs] = [await readResult(whole), await mainEpochs(whole)];
  expect(result).not.toHaveProperty('teacher');
  expect(result.accuracy).toBe(epochs.at(-1)!.testAccuracy);
  expect(result.peer).toMatchObject({
    accuracy: epochs.at(-1)!.peer!.testAccuracy,
    top5Accuracy: epochs.at(-1)!.peer!.testTop5Accuracy,
    best: { accuracy: Math.max(...epochs.map(({ peer }) => peer!.testAccuracy)) },
  });
  for (const { loss, classification, distillation, method, trainAccuracy, peer } of epochs) {
    for (const part of [loss, classification, distillation, method, trainAccuracy]) expect(part).toBeGreaterThan(0);
    const { weightNorm, testAccuracy, testTop5Accuracy, ...ofPeer } = peer!;
    expect(Object.keys(ofPeer)).toEqual(['loss', 'classification', 'distillation', 'method', 'trainAccuracy']);
    expect(ofPeer.loss).toBeCloseTo(ofPeer.classification! + ofPeer.distillation! + 0.8 * ofPeer.method!, 3);
  }
  // Both learn: ten classes.
  const [first, last] = [epochs[0]!, epochs.at(-1)!];
  expect(last.classification).toBeLessThan(first.classification!);
  expect(last.peer!.classification).toBeLessThan(first.peer!.classification!);
});

test('the two are of the same network and begin apart', async () => {
  const { weights, peer } = await readResult(whole);
  expect(peer!.weights).not.toBe(weights);
  const files = jobFiles(whole);
  expect(sha256(await readFile(files.peerWeights))).toBe(peer!.weights);
  const [first] = await mainEpochs(whole);
  expect(first!.peer!.classification).not.toBe(first!.classification);
});

test('killed and started again it ends with the same bits of both', async () => {
  const job = await makeJob(join(folder, 'killed'), mutual);
  expect(await trainThroughKills(job, [0, 60])).toBeGreaterThanOrEqual(1);
  const [ours, undisturbed] = [await readResult(job), await readResult(whole)];
  expect(ours.weights).toBe(undisturbed.weights);
  expect(ours.peer).toEqual(undisturbed.peer);
  expect(await readEpochs(job)).toEqual(await readEpochs(whole));
});

test('KD alone and networks of two kinds go together too', async () => {
  const distiller = { ...alone.distiller, name: 'KD', beta: 0, method: undefined };
  const job = await train('kd', trainingSchema.parse({ ...mutual, distiller, peer: 'resnet14' }));
  const { accuracy, peer } = await readResult(job);
  const [first] = await mainEpochs(job);
  expect(first!.peer).not.toHaveProperty('method');
  expect(first!.peer!.weightNorm).not.toBeCloseTo(first!.weightNorm!, 1);
  for (const reached of [accuracy, peer!.accuracy]) expect(reached).toBeGreaterThan(0);
});
