import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode } from '../../base/problem.ts';
import { loadData } from '../../data/sets/registry.ts';
import { accuracyOf } from '../../job/accuracy.ts';
import { jobFiles } from '../../job/folder.ts';
import { readHeartbeat } from '../../job/heartbeat.ts';
import { identityOf, type Job, type Probe } from '../../job/job.ts';
import type { Result } from '../../job/result.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { parseTensors, serializeTensors } from '../../model/engine/safetensors.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { readResult, startJob, teacherConfiguration } from '../fixture.ts';
import { toStored } from '../loop/weights.ts';
import { PooledVectors } from './pooled-vectors.ts';

let folder: string;
/** A probe that was never stopped, and its exit code. */
let whole: { job: string; code: number | undefined };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-probe-'));
  await makeSource();
  const job = await makeProbe('whole');
  whole = { job, code: (await startJob(job)).exitCode };
});
afterAll(() => rm(folder, { recursive: true }));

const source = { ...teacherConfiguration, network: 'resnet8' as const };
const parameters = new Parameters(3);
// Not as many classes as the digits: the network was trained on something else.
const network = createNetwork('resnet8', parameters, 7);
const stored = () =>
  toStored(
    parameters.variables,
    new Map(parameters.variables.map((one) => [one.name, one.value.dataSync() as Float32Array])),
  );

const probe: Probe = {
  kind: 'probe',
  dataset: { name: 'digits', training: 1000, test: 150 },
  network: 'resnet8',
  source: { job: identityOf(source) },
  C: 1,
};

/** The folder of a job that is done, whose network knows nothing. */
async function makeSource(): Promise<void> {
  const files = jobFiles(join(folder, 'source'));
  await mkdir(join(folder, 'source'));
  const weights = serializeTensors({ tensors: stored(), metadata: {} });
  const result: Result = {
    job: { id: identityOf(source), label: 'source', configuration: source },
    accuracy: 12.5,
    weights: sha256(weights),
    seconds: 1,
    environment: { redistill: '0.0.0', node: '20.20.0', tensorflow: '2.21.0', device: 'a processor', threads: 1 },
  };
  await writeFile(files.weights, weights);
  await writeFile(files.result, JSON.stringify(result));
}

async function makeProbe(name: string, configuration = probe): Promise<string> {
  const job: Job = {
    id: identityOf(configuration),
    label: name,
    configuration,
    teacherFolders: [],
    sourceFolder: '../source',
  };
  await mkdir(join(folder, name));
  await writeFile(jobFiles(join(folder, name)).job, JSON.stringify(job));
  return join(folder, name);
}

test('a linear layer is fitted on a frozen network, and tested', async () => {
  expect(whole.code).toBe(exitCode.done);
  const files = jobFiles(whole.job);
  const { accuracy, best, weights, source: probed } = await readResult(whole.job);
  const { test: images } = await loadData(probe.dataset);
  const tensorsOf = async (file: string) => parseTensors(await readFile(file), file).tensors;
  const logits = (await tensorsOf(files.logits)).get('logits')!;
  expect(logits.shape).toEqual([150, 10]);
  expect(accuracy).toBe(accuracyOf(logits.values as Float32Array, images.labels));
  // Far above chance, as even a network that knows nothing tells digits apart a little.
  expect(accuracy).toBeGreaterThan(30);
  expect(best).toBeUndefined();
  expect(probed).toMatchObject({ accuracy: 12.5 });
  expect(weights).toBe(sha256(await readFile(files.weights)));
  const layer = await tensorsOf(files.weights);
  expect([...layer].map(([name, { shape }]) => [name, shape])).toEqual([
    ['weight', [10, 64]],
    ['bias', [10]],
  ]);
  expect([files.heartbeat, files.checkpoint].some((file) => existsSync(file))).toBe(false);
});

test('the pooled vectors are those of the network in evaluation, in the order of the images', async () => {
  const data = await loadData(probe.dataset);
  const pooled = await PooledVectors.create({ network, variables: parameters.variables }, data);
  const all = await pooled.of(data.test, async () => true);
  expect(all?.values.length).toBe(150 * 64);
  const size = 32 * 32 * 3;
  const last = { images: data.test.images.subarray(149 * size), labels: data.test.labels.subarray(149) };
  expect((await pooled.of(last, async () => true))?.values).toEqual(all?.values.subarray(149 * 64));
  expect(await pooled.of(data.test, async () => false)).toBeUndefined();
  pooled.dispose();
});

test('stopped, it begins anew and ends with the same bits', async () => {
  const cut = await makeProbe('cut');
  const stopped = startJob(cut);
  while (!(await readHeartbeat(jobFiles(cut).heartbeat))) await setTimeout(20);
  stopped.kill('SIGTERM');
  expect((await stopped).exitCode).toBe(exitCode.stopped);
  expect(existsSync(jobFiles(cut).result)).toBe(false);
  await startJob(cut);
  const [one, other] = await Promise.all([readResult(cut), readResult(whole.job)]);
  expect([one.weights, one.accuracy]).toEqual([other.weights, other.accuracy]);
});

test('a network that is not there is reported', async () => {
  const job = await makeProbe('lost', { ...probe, source: { job: 'another' } });
  const { exitCode: code, stderr } = await startJob(job);
  expect(code).toBe(exitCode.data);
  expect(stderr).toContain('not another. Remove its folder and run the suite again');
});
