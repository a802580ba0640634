import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { jobFiles } from '../job/folder.ts';
import {
  firstLine,
  makeJob,
  readResult,
  sentenceIn,
  startJob,
  studentConfiguration,
  teacherConfiguration,
} from './fixture.ts';
import { placeTeacher } from './fixtures/place-teacher.ts';

let folder: string;
let teacher: string;
/** The same job, stopped after its second epoch: its checkpoint, and that of the first epoch. */
let stopped: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-damage-'));
  teacher = await placeTeacher(join(folder, 'teacher'));
  stopped = await makeJob(join(folder, 'stopped'), teacherConfiguration);
  const process = startJob(stopped);
  await firstLine(process);
  while (!existsSync(jobFiles(stopped).previousCheckpoint)) await setTimeout(5);
  process.kill('SIGTERM');
  expect((await process).exitCode).toBe(exitCode.stopped);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a job said, without the name of the test's folder. */
const sentence = (stderr: string) => sentenceIn(stderr).replaceAll(folder, '…');

/** That stopped job, in a folder of its own. */
async function copyOfStopped(name: string): Promise<string> {
  const job = join(folder, name);
  await cp(stopped, job, { recursive: true });
  return job;
}

test('where its only checkpoint was cut off or changed, that is reported, and nothing is touched', async () => {
  const job = await copyOfStopped('damaged');
  const { checkpoint, previousCheckpoint } = jobFiles(job);
  await rm(previousCheckpoint, { force: true });
  const whole = await readFile(checkpoint);
  const changed = Buffer.from(whole);
  changed[changed.length - 100]! ^= 1;
  for (const damage of [() => truncate(checkpoint, whole.length / 2), () => writeFile(checkpoint, changed)]) {
    await damage();
    const before = await readFile(checkpoint);
    const { exitCode: code, stderr } = await startJob(job);
    expect(code).toBe(exitCode.data);
    expect(sentence(stderr)).toMatch(
      /^redistill: The checkpoint …\/damaged\/checkpoint.safetensors is damaged.* Remove it to start the job from its first epoch$/,
    );
    expect(await readFile(checkpoint)).toEqual(before);
    expect(existsSync(jobFiles(job).result)).toBe(false);
  }
});

test('where the newest checkpoint is damaged, it continues from the one before, with the same bits', async () => {
  const job = await copyOfStopped('fallback');
  await truncate(jobFiles(job).checkpoint, 1000);
  const { exitCode: code, stderr } = await startJob(job);
  expect(code).toBe(exitCode.done);
  expect(sentence(stderr)).toMatch(/checkpoint\.safetensors is damaged.*\. The job continues from the one before$/);
  expect((await readResult(job)).weights).toBe((await readResult(teacher)).weights);
});

test('a second process in the same folder waits, and finds the job done', async () => {
  const job = await makeJob(join(folder, 'twice'), teacherConfiguration);
  const both = await Promise.all([startJob(job), startJob(job)]);
  expect(both.map(({ exitCode: code }) => code)).toEqual([exitCode.done, exitCode.done]);
  expect((await readResult(job)).weights).toBe((await readResult(teacher)).weights);
});

test("another job's checkpoint is refused", async () => {
  const other = await makeJob(join(folder, 'other'), { ...teacherConfiguration, seed: 5 });
  await writeFile(jobFiles(other).checkpoint, await readFile(jobFiles(stopped).checkpoint));
  const { exitCode: code, stderr } = await startJob(other);
  expect(code).toBe(exitCode.data);
  expect(sentence(stderr)).toMatch(/belongs to the job \w{12}, not \w{12}\. Remove it/);
});

test('a teacher that is missing or was changed is reported', async () => {
  const lone = await makeJob(join(folder, 'lone'), studentConfiguration, '../nowhere');
  const missing = await startJob(lone);
  expect(missing.exitCode).toBe(exitCode.data);
  expect(sentence(missing.stderr)).toBe(
    "redistill: There is no trained network in …/nowhere. Remove the teacher's folder and run the suite again",
  );

  const copy = join(folder, 'changed-teacher');
  await mkdir(copy);
  const weights = await readFile(jobFiles(teacher).weights);
  weights[weights.length - 1]! ^= 1;
  await writeFile(jobFiles(copy).weights, weights);
  await writeFile(jobFiles(copy).result, await readFile(jobFiles(teacher).result));
  const misled = await startJob(await makeJob(join(folder, 'misled'), studentConfiguration, '../changed-teacher'));
  expect(misled.exitCode).toBe(exitCode.data);
  expect(sentence(misled.stderr)).toMatch(/weights\.safetensors is damaged: its hash is not the one in its result/);
});

test('a disk that fills up while a checkpoint is written: the last one stays whole, and the job continues from it', async (context) => {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  // One checkpoint has 0.7 MB: the second does not fit beside the first, which it is to replace.
  const mounted = await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'redistill-test', disk], { reject: false });
  // Only root may mount; CI is root.
  if (mounted.failed) return context.skip('mounting a small disk needs root');
  try {
    const job = await makeJob(join(disk, 'job'), teacherConfiguration);
    const { exitCode: code, stderr } = await startJob(job);
    expect(code).toBe(exitCode.storage);
    expect(sentence(stderr)).toMatch(/checkpoint\.safetensors cannot be written: the disk is full\. Make room/);
    const kept = (await readdir(job)).filter((name) => /^(checkpoint|metrics)/.test(name)).toSorted();
    expect(kept).toEqual(['checkpoint.previous.safetensors', 'checkpoint.safetensors', 'metrics.jsonl']);

    await execa('mount', ['-o', 'remount,size=8m', disk]);
    expect((await startJob(job)).exitCode).toBe(exitCode.done);
    expect((await readResult(job)).weights).toBe((await readResult(teacher)).weights);
  } finally {
    await execa('umount', [disk]);
  }
});
