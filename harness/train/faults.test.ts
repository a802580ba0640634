import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { jobFiles } from '../job/folder.ts';
import { makeJob, sentenceIn, startJob, studentConfiguration, teacherConfiguration } from './fixture.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-faults-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('a loss that is not finite ends the job, with the step', async () => {
  const recipe = { ...teacherConfiguration.recipe, rate: 1e20 };
  const job = await makeJob(join(folder, 'diverged'), { ...teacherConfiguration, recipe });
  const { exitCode: code, stderr } = await startJob(job);
  expect(code).toBe(exitCode.diverged);
  expect(sentenceIn(stderr)).toMatch(
    /^redistill: The loss of step \d+ \(epoch \d\) is not finite: the training diverged\. Lower/,
  );
});

test.each([
  ['an object of another kind', { id: 1 }],
  ['a student of a teacher and of a peer', { peer: 'resnet8' }],
])('a file that is not a job is reported: %s', async (name, change) => {
  const job = await makeJob(join(folder, name), studentConfiguration);
  const { configuration, ...rest } = JSON.parse(await readFile(jobFiles(job).job, 'utf8'));
  const changed = 'id' in change ? change : { ...rest, configuration: { ...configuration, ...change } };
  await writeFile(jobFiles(job).job, JSON.stringify(changed));
  const { exitCode: code, stderr } = await startJob(job);
  expect(code).toBe(exitCode.configuration);
  expect(sentenceIn(stderr)).toBe(`redistill: ${job}/job.json is not a job. Run the suite again, which writes it`);
});
