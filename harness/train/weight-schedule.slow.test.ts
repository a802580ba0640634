import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { type Training, trainingSchema } from '../job/job.ts';
import type { MainEpoch } from '../job/result.ts';
import { makeJob, readEpochs, readResult, startJob, studentConfiguration, trainThroughKills } from './fixture.ts';
import { placeTeacher } from './fixtures/place-teacher.ts';

const student = studentConfiguration as Extract<Training, { kind: 'student' }>;
const recipe = { ...student.recipe, epochs: 4, dropsAfter: [] };
const schedules = {
  alpha: { shape: 'cosine decay', epochs: 4 },
  beta: { shape: 'linear warm-up', epochs: 2 },
} as const;
const scheduled = trainingSchema.parse({ ...student, recipe, distiller: { ...student.distiller, schedules } });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-schedule-'));
  await placeTeacher(join(folder, 'teacher'));
});
afterAll(() => rm(folder, { recursive: true }));

async function train(name: string, configuration: Training): Promise<string> {
  const job = await makeJob(join(folder, name), configuration);
  const { exitCode: code, stderr } = await startJob(job);
  expect(code, stderr).toBe(exitCode.done);
  return job;
}

test('weights follow their schedules, in the loss and in the metrics; killed, a job ends with the same bits', async () => {
  const whole = await train('whole', scheduled);
  const epochs = await readEpochs(whole);
  const weights = epochs.map((epoch) => (epoch as MainEpoch).weights!);
  expect(weights.map(({ beta }) => beta)).toEqual([0.4, 0.8, 0.8, 0.8]);
  for (const [i, share] of [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2].entries()) {
    expect(weights[i]!.alpha).toBeCloseTo(share, 12);
    const { loss, classification, distillation, method } = epochs[i] as MainEpoch;
    const sum = classification! + weights[i]!.alpha! * distillation! + weights[i]!.beta! * method!;
    expect(loss / sum, `epoch ${i + 1}`).toBeCloseTo(1, 4);
  }
  const killed = await makeJob(join(folder, 'killed'), scheduled);
  expect(await trainThroughKills(killed, [0])).toBe(1);
  expect((await readResult(killed)).weights).toBe((await readResult(whole)).weights);
  // In the metrics down to the order of an epoch's numbers.
  expect(JSON.stringify(await readEpochs(killed))).toBe(JSON.stringify(epochs));
});

test('a schedule that is over after the first epoch gives what a constant weight gives, but for rounding', async () => {
  const short = { ...recipe, epochs: 1 };
  const constant = trainingSchema.parse({ ...student, recipe: short });
  const over = { alpha: { shape: 'linear warm-up', epochs: 1 }, beta: { shape: 'linear warm-up', epochs: 1 } };
  const same = trainingSchema.parse({ ...constant, distiller: { ...student.distiller, schedules: over } });
  // A fed weight is multiplied where TensorFlow folds a constant into its neighbours, so that bits differ.
  const [ofConstant, ofSame] = await Promise.all(
    [await train('constant', constant), await train('same', same)].map(readEpochs),
  );
  const { weights, ...epoch } = ofSame![0] as MainEpoch;
  expect(weights).toEqual({ alpha: 1, beta: 0.8 });
  for (const name of ['loss', 'classification', 'distillation', 'method', 'weightNorm'] as const)
    expect(epoch[name]! / (ofConstant![0] as MainEpoch)[name]!, name).toBeCloseTo(1, 5);
});
