import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { milestones } from '../../../model/engine/milestone.ts';
import { trainCommand } from '../../../run/local/job-process.ts';
import { makeJob } from '../../../train/fixture.ts';
import { startedPairs } from './jobs.ts';
import { measureStart } from './measure-start.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-start-'));
afterAll(() => rm(folder, { recursive: true }));

const slot = { gpu: undefined, threads: 1 };

test("a job's start is measured by parts, which come to all of it", async () => {
  const [{ teacher, student }] = startedPairs as [(typeof startedPairs)[0]];
  await measureStart(trainCommand, await makeJob(join(folder, 'teacher'), teacher), slot);
  const start = await measureStart(trainCommand, await makeJob(join(folder, 'student'), student), slot);
  expect([...start.parts.keys()]).toEqual(['Node', ...Object.values(milestones), 'what only the first step takes']);
  const sum = [...start.parts.values()].reduce((sum, part) => sum + part, 0);
  expect(sum).toBeCloseTo(start.untilFirstStep, 3);
  expect(Math.min(start.afterLastStep, start.parts.get('modules')!, start.parts.get('recording')!)).toBeGreaterThan(1);
});

test('a job that fails is a Problem with the last line of its log', async () => {
  const [{ student }] = startedPairs as [(typeof startedPairs)[0]];
  const lonely = await makeJob(join(folder, 'elsewhere/student'), student);
  await expect(measureStart(trainCommand, lonely, slot)).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(/^the job in .*elsewhere\/student was not trained \(redistill: .*teacher/),
  });
});
