import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { type Training, trainingSchema } from '../job/job.ts';
import {
  makeJob,
  readEpochs,
  readResult,
  sentenceIn,
  startJob,
  studentConfiguration,
  trainThroughKills,
} from './fixture.ts';
import { placeTeacher } from './fixtures/place-teacher.ts';

const { dropsAfter, dropFactor, ...common } = studentConfiguration.recipe;
const cosine = { ...common, epochs: 4, schedule: 'cosine', warmUp: 2 };
const withRecipe = (recipe: object) => trainingSchema.parse({ ...studentConfiguration, recipe });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-recipe-'));
  await placeTeacher(join(folder, 'teacher'));
});
afterAll(() => rm(folder, { recursive: true }));

async function train(name: string, configuration: Training): Promise<string> {
  const job = await makeJob(join(folder, name), configuration);
  const { exitCode: code, stderr } = await startJob(job);
  expect(code, stderr).toBe(exitCode.done);
  return job;
}

test('a job with a cosine and DOT that is killed ends with the same bits', async () => {
  const parameterGroups = [{ of: 'distiller', rateFactor: 0.1 }];
  const configuration = withRecipe({ ...cosine, dot: { delta: 0.05 }, parameterGroups });
  const whole = await train('whole', configuration);
  const rates = (await readEpochs(whole)).map(({ rate }) => rate);
  for (const [i, share] of [1 / 2, (1 + Math.SQRT1_2) / 2, 1 / 2, (1 - Math.SQRT1_2) / 2].entries())
    expect(rates[i]).toBeCloseTo(0.05 * share, 12);
  const killed = await makeJob(join(folder, 'killed'), configuration);
  expect(await trainThroughKills(killed, [0])).toBe(1);
  expect((await readResult(killed)).weights).toBe((await readResult(whole)).weights);
});

test('a group of parameters that there are not ends a job with a sentence', async () => {
  const parameterGroups = [{ of: 'student.classifier', rateFactor: 10 }];
  const job = await makeJob(join(folder, 'none'), withRecipe({ ...cosine, parameterGroups }));
  const { exitCode: code, stderr } = await startJob(job);
  expect(sentenceIn(stderr)).toMatch(/group of parameters of student\.classifier.+one of its parts: .+student\.fc\b/);
  expect(code).toBe(exitCode.configuration);
});
