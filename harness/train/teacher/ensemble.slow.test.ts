import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { loadData } from '../../data/sets/registry.ts';
import { type Configuration, identityOf } from '../../job/job.ts';
import { type Epoch, isMain, type MainEpoch } from '../../job/result.ts';
import { readTestLogits } from '../../job/test-logits.ts';
import { makeJob, readEpochs, readResult, startJob, studentConfiguration, teacherConfiguration } from '../fixture.ts';
import { ensembleAccuracy } from './ensemble.ts';

type Student = Extract<Configuration, { kind: 'student' }>;
const recipe = { ...teacherConfiguration.recipe, epochs: 2, dropsAfter: [] };
const configurations = [0, 1001].map((seed): Configuration => ({ ...teacherConfiguration, recipe, seed }));
const [first, second] = configurations.map((one) => identityOf(one));
const taught = { ...(studentConfiguration as Student), recipe };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-ensemble-'));
  const folders = await Promise.all(configurations.map((one, index) => makeJob(join(folder, `${index}`), one)));
  for (const { exitCode: code, stderr } of await Promise.all(folders.map((one) => startJob(one))))
    expect(code, stderr).toBe(exitCode.done);
});
afterAll(() => rm(folder, { recursive: true }));

async function train(name: string, teacher: Student['teacher'], folders: string[]) {
  const job = await makeJob(join(folder, name), { ...taught, teacher }, ...folders);
  const { exitCode: code, stderr } = await startJob(job);
  expect(code, stderr).toBe(exitCode.done);
  return { result: await readResult(job), epochs: await readEpochs(job) };
}

test('a student of two teachers learns from both, and its result says what they come to together', async () => {
  const { result, epochs } = await train('both', { network: 'resnet8', job: first!, fellows: [second!] }, [
    '../0',
    '../1',
  ]);
  const members = await Promise.all(['0', '1'].map((one) => readResult(join(folder, one))));
  const logits = await Promise.all(['0', '1'].map(async (one) => (await readTestLogits(join(folder, one)))!.values));
  const { labels } = (await loadData(taught.dataset)).test;
  expect(result.teacher).toMatchObject({
    accuracy: ensembleAccuracy(logits, labels),
    members: members.map(({ weights, accuracy }) => ({ weights, accuracy })),
  });
  const alone = await Promise.all([
    train('first', { network: 'resnet8', job: first! }, ['../0']),
    train('second', { network: 'resnet8', job: second! }, ['../1']),
  ]);
  expect(alone[0]!.result.teacher).not.toHaveProperty('members');
  const partsOf = (run: { epochs: typeof epochs }) => {
    const [epoch] = run.epochs;
    return epoch && isMain(epoch as Epoch) ? (epoch as MainEpoch) : expect.unreachable('it has a main stage');
  };
  const [both, one, other] = [{ epochs }, ...alone].map(partsOf);
  // The first epoch's few steps lead the students hardly apart: KD's loss is the mean, CRD's the sum.
  expect(both!.distillation).toBeCloseTo((one!.distillation! + other!.distillation!) / 2, 0);
  expect(both!.method! / (one!.method! + other!.method!)).toBeCloseTo(1, 1);
});

test('the same teacher twice is that teacher', async () => {
  const kd = { ...taught.distiller, name: 'KD', beta: 0, method: undefined };
  const job = await makeJob(
    join(folder, 'twice'),
    { ...taught, distiller: kd, teacher: { network: 'resnet8', job: first!, fellows: [first!] } },
    '../0',
    '../0',
  );
  const once = await makeJob(
    join(folder, 'once'),
    { ...taught, distiller: kd, teacher: { network: 'resnet8', job: first! } },
    '../0',
  );
  await Promise.all([job, once].map((one) => startJob(one)));
  const [twice, alone] = await Promise.all([job, once].map(readEpochs));
  expect(twice).toHaveLength(2);
  for (const [index, { loss }] of twice!.entries()) expect(loss).toBeCloseTo(alone![index]!.loss!, 4);
  const { teacher } = await readResult(job);
  expect(teacher!.accuracy).toBe((await readResult(once)).teacher!.accuracy);
});

describe('the accuracy of an ensemble', () => {
  // Two images of three classes. The first member is sure of the second image's class, and the other is wrong, but not sure.
  const sure = Float32Array.of(2, 0, 0, 0, 9, 0);
  const unsure = Float32Array.of(0, 1, 0, 0, 0, 1);

  test('is that of the mean of the probabilities', () => {
    expect(ensembleAccuracy([sure], [0, 1])).toBe(100);
    expect(ensembleAccuracy([unsure], [0, 1])).toBe(0);
    expect(ensembleAccuracy([sure, unsure], [0, 1])).toBe(100);
  });

  test('is not that of the mean of the logits, nor of a vote', () => {
    const loud = Float32Array.of(0, 0, 900, 0, 0, 900);
    expect(ensembleAccuracy([loud, sure, sure, sure], [0, 1])).toBe(100);
  });
});
