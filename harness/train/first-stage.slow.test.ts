import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MethodOptions } from '../job/distiller.ts';
import { methodSchema } from '../job/distiller.ts';
import { type Configuration, configurationSchema, epochsOf, identityOf } from '../job/job.ts';
import { createProgram } from '../model/engine/program.ts';
import type { Values } from '../model/engine/variable.ts';
import { makeJob, readEpochs, readResult, studentConfiguration, teacherConfiguration } from './fixture.ts';
import { runJob } from './job/run-job.ts';
import { createDistillation, type Distillation } from './learner/distillation.ts';
import { stepsOf } from './learner/learner.ts';
import { stepName } from './learner/names.ts';

let folder: string;

const recipe = { ...studentConfiguration.recipe, epochs: 2, dropsAfter: [1] };
const teacher: Configuration = { ...teacherConfiguration, recipe };

function student(method: object): Configuration {
  return configurationSchema.parse({
    ...studentConfiguration,
    recipe,
    distiller: { name: 'it', gamma: 1, alpha: 0, beta: 1, method, source: 'a test' },
    teacher: { network: 'resnet8', job: identityOf(teacher) },
  });
}

/** Runs a job in this process; it is stopped at every `stopAfter`th time that it asks, and started again. */
async function run(name: string, configuration: Configuration, stopAfter = Number.POSITIVE_INFINITY) {
  const job = await makeJob(join(folder, name), configuration, '../teacher');
  let questions = 0;
  let starts = 0;
  const stopRequested = () => ++questions % stopAfter === 0;
  do starts++;
  while ((await runJob(job, { stopRequested, onEpoch: () => {} })) === 'stopped');
  return { ...(await read(name)), starts };
}

async function read(name: string) {
  const job = join(folder, name);
  return { ...(await readResult(job)), epochs: await readEpochs(job) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-first-stage-'));
  await run('teacher', teacher);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['ab', 'fsp', 'ft'])('%s trains its first stage, then the student, at their own rates', async (name) => {
  const configuration = student({ name, firstStage: { epochs: 2 } });
  const { epochs, accuracy } = await run(name, configuration);
  expect(epochsOf(configuration)).toBe(4);
  const firstRate = name === 'ft' ? 0.01 : 0.05;
  expect(epochs).toMatchObject([
    { stage: 'first', epoch: 1, rate: firstRate },
    { stage: 'first', epoch: 2, rate: firstRate },
    { epoch: 1, rate: 0.05 },
    { epoch: 2, rate: 0.05 * 0.1 },
  ]);
  expect(epochs[2]).not.toHaveProperty('stage');
  expect(accuracy).toBeGreaterThan(0);
});

test('stopped within or between the stages, a job ends with the same bits', async () => {
  const configuration = student({ name: 'ft', firstStage: { epochs: 2 } });
  // What the test above has trained is not trained again.
  const whole = await read('ft');
  // An epoch asks four times: after each of its three steps, and at its end. So one stops at ends alone, one within.
  for (const stopAfter of [4, 5]) {
    const stopped = await run(`stopped-${stopAfter}`, configuration, stopAfter);
    expect(stopped.starts).toBeGreaterThanOrEqual(3);
    expect(stopped.weights).toBe(whole.weights);
    expect(stopped.epochs).toEqual(whole.epochs);
  }
});

/** One step of a stage on a batch of noise, and which variables it changed. */
async function changedBy(
  step: 'train' | 'firstStage',
  options: object,
): Promise<{ learner: Distillation; changed: string[] }> {
  const method: MethodOptions = methodSchema.parse(options);
  const batch = 4;
  const learner = createDistillation({
    student: 'wrn_16_2',
    teacher: 'resnet8',
    distiller: { gamma: 1, alpha: 0, beta: 1, temperature: 4, method },
    recipe,
    classes: 10,
    imageShape: [32, 32, 3],
    images: 8,
    seed: 1,
  });
  const { state, teachers } = learner;
  const program = await createProgram(
    state,
    stepsOf(learner, { training: [batch], teacher: batch, evaluation: batch }),
    'replay',
    { constants: teachers.flat() },
  );
  const before = program.read();
  program.run(stepName[step](batch), {
    images: Float32Array.from({ length: batch * 32 * 32 * 3 }, (_, i) => Math.sin(i)),
    learningRate: Float32Array.of(0.1),
    ...(step === 'train' && { labels: Int32Array.of(0, 1, 2, 3) }),
    ...(step === 'train' && learner.method?.loss && { indices: Int32Array.of(0, 1, 2, 3) }),
  });
  const after = program.read();
  program.dispose();
  const differs = (a: Values, b: Values) => a.some((value, i) => value !== b[i]);
  return { learner, changed: [...before.keys()].filter((name) => differs(before.get(name)!, after.get(name)!)) };
}

test('a first stage trains the feature modules and what connects them, and leaves the head as it is', async () => {
  const { learner, changed } = await changedBy('firstStage', { name: 'ab' });
  const isHead = (name: string) => /^student\.(bn1|fc)\./.test(name);
  expect(learner.student.some(({ name }) => isHead(name))).toBe(true);
  const expected = [...learner.student, ...learner.distiller].map(({ name }) => name).filter((name) => !isHead(name));
  const weights = changed.filter((name) => !name.startsWith('first-stage-momentum.'));
  expect(weights.toSorted()).toEqual(expected.toSorted());
});

test.each([
  ['ab', /^distiller\.connector\..*(weight|bias|running|tracked)/],
  ['ft', /^distiller\.paraphraser\./],
])('what the first stage of %s trained of its own is frozen afterwards', async (name, frozen) => {
  const { learner, changed } = await changedBy('train', { name });
  expect(learner.distiller.some((variable) => frozen.test(variable.name))).toBe(true);
  expect(changed.filter((variable) => frozen.test(variable))).toEqual([]);
  expect(changed).toContain('student.fc.weight');
  expect(changed).toContain('student.bn1.running_mean');
  if (name === 'ft') expect(changed).toContain('distiller.translator.encoder.0.weight');
});
