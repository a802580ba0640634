import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { fetchData } from '../data/sets/fetch-data.ts';
import { makeJob, readEpochs, readResult, startJob, trainThroughKills } from './fixture.ts';
import { imagenetStudent, imagenetTeacher, makeImages } from './fixtures/imagenet-job.ts';

const root = await mkdtemp(join(tmpdir(), 'redistill-imagenet-job-'));
vi.stubEnv('REDISTILL_DATA', join(root, 'data'));
afterAll(() => rm(root, { recursive: true }));
beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await fetchData('imagenet', { from: await makeImages(root) });
});

test('a job trains, evaluates and distils; killed, it ends with the same bits', async () => {
  await makeJob(join(root, 'teacher'), imagenetTeacher);
  expect((await startJob(join(root, 'teacher'))).exitCode).toBe(exitCode.done);
  // Every class has a colour of its own.
  expect((await readResult(join(root, 'teacher'))).accuracy).toBeGreaterThan(50);

  const whole = await makeJob(join(root, 'whole'), imagenetStudent, '../teacher');
  const { stderr, exitCode: code } = await startJob(whole);
  expect(code, stderr).toBe(exitCode.done);
  const killed = await makeJob(join(root, 'killed'), imagenetStudent, '../teacher');
  expect(await trainThroughKills(killed, [0])).toBe(1);
  expect((await readResult(killed)).weights).toBe((await readResult(whole)).weights);
  expect(await readEpochs(killed)).toEqual(await readEpochs(whole));
});
