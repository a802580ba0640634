import { existsSync } from 'node:fs';
import { access, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { jobFiles } from '../job/folder.ts';
import {
  firstLine,
  makeJob,
  readEpochs,
  readResult,
  startJob,
  studentConfiguration,
  trainThroughKills,
} from './fixture.ts';
import { placeTeacher } from './fixtures/place-teacher.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-resume-'));
  await placeTeacher(join(folder, 'teacher'));
  await makeJob(join(folder, 'whole'), studentConfiguration, '../teacher');
  expect((await startJob(join(folder, 'whole'))).exitCode).toBe(exitCode.done);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A job's folder holds these when it is done, and nothing else. */
const finishedFiles = [
  'events.out.tfevents',
  ...['job.json', 'metrics.jsonl', 'result.json', 'test-logits.safetensors', 'weights.safetensors'],
];

/** What a folder holds; event files have the time in their names. */
async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).map((name) => name.replace(/(events\.out\.tfevents)\..*/, '$1')).toSorted();
}

async function expectSameAsWhole(job: string): Promise<void> {
  const [ours, whole] = await Promise.all([readResult(job), readResult(join(folder, 'whole'))]);
  expect(ours.weights).toBe(whole.weights);
  expect(await readEpochs(job)).toEqual(await readEpochs(join(folder, 'whole')));
  expect(ours.teacher).toEqual(whole.teacher);
  expect(await filesIn(job)).toEqual(finishedFiles);
}

test('an undisturbed job ends with its result, its metrics and its weights', async () => {
  const whole = join(folder, 'whole');
  const result = await readResult(whole);
  expect(await filesIn(whole)).toEqual(finishedFiles);
  expect((await readEpochs(whole)).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const teacher = await readResult(join(folder, 'teacher'));
  expect(result.teacher).toEqual({ weights: teacher.weights, accuracy: teacher.accuracy });
});

test('killed with SIGKILL again and again, at any step, it ends with the same bits, and half-written files are removed', async () => {
  const job = await makeJob(join(folder, 'killed'), studentConfiguration, '../teacher');
  // As an earlier kill may have left it.
  await writeFile(`${jobFiles(job).checkpoint}.123456`, 'half');
  // Each time a little later after an epoch: in the middle of a step, of an evaluation, of a checkpoint.
  expect(await trainThroughKills(job, [0, 30, 80, 150])).toBeGreaterThanOrEqual(2);
  await expectSameAsWhole(job);
});

test('SIGTERM stops it cleanly between two steps, and it continues from there', async () => {
  const job = await makeJob(join(folder, 'stopped'), studentConfiguration, '../teacher');
  let stops = 0;
  // At once after an epoch, or a little into the next one.
  for (const delay of [0, 40, 120]) {
    const process = startJob(job);
    await firstLine(process);
    await setTimeout(delay);
    process.kill('SIGTERM');
    const { exitCode: code, stderr } = await process;
    expect(stderr).not.toContain('redistill:');
    // A signal in the process's last moment, when it is done and only has to go, kills it as it would any other.
    if (existsSync(jobFiles(job).result)) break;
    expect(code).toBe(exitCode.stopped);
    stops++;
    await access(jobFiles(job).checkpoint);
  }
  expect(stops).toBeGreaterThanOrEqual(1);
  if (!existsSync(jobFiles(job).result)) expect((await startJob(job)).exitCode).toBe(exitCode.done);
  await expectSameAsWhole(job);
});

test('started again when it is done, it gives the same bits once more', async () => {
  const job = join(folder, 'again');
  await cp(join(folder, 'whole'), job, { recursive: true });
  await rm(jobFiles(job).result);
  await startJob(job);
  await expectSameAsWhole(job);
});

test('the weights are those that PyTorch would load', async () => {
  const bytes = await readFile(jobFiles(join(folder, 'whole')).weights);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
  expect(header['layer2.0.downsample.0.weight']).toMatchObject({ dtype: 'F32', shape: [32, 16, 1, 1] });
  expect(header['bn1.num_batches_tracked']).toMatchObject({ dtype: 'I64', shape: [] });
});
