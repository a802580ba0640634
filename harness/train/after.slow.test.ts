import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programCommand } from '../base/typescript.ts';
import type { MethodOptions } from '../job/distiller.ts';
import { type Configuration, configurationSchema, identityOf } from '../job/job.ts';
import type { Recipe } from '../job/recipe.ts';
import { makeJob, readEpochs, readResult, studentConfiguration, teacherConfiguration } from './fixture.ts';
import { runJob } from './job/run-job.ts';

// The methods after CRD that ask for more than a loss: from a job's folder to its result.

let folder: string;

const dataset = { name: 'digits', training: 70, test: 50 } as const;
/** Three steps an epoch. */
const recipe: Recipe = { ...studentConfiguration.recipe, epochs: 2, batch: 32, dropsAfter: [1] };
const teacher: Configuration = { ...teacherConfiguration, dataset, recipe };

interface Row {
  weights?: { gamma?: number; alpha?: number; beta?: number };
  method?: Pick<MethodOptions, 'name'> & object;
  /** What the recipe has beside that of the others. */
  own?: Partial<Recipe>;
}

function student({ weights, method, own }: Row): Configuration {
  const beta = method ? 1 : 0;
  return configurationSchema.parse({
    ...studentConfiguration,
    dataset,
    recipe: { ...recipe, ...own },
    distiller: { name: 'it', gamma: 1, alpha: 0, beta, ...weights, ...(method && { method }), source: 'a test' },
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
  return { ...(await readResult(job)), epochs: await readEpochs(job), starts };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-after-'));
  await run('teacher', teacher);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const rows: Record<string, Row> = {
  // A temperature that is learned, and a schedule of its gradient.
  CTKD: { method: { name: 'ctkd' } },
  // Random numbers of each step. Its weight is that of the suites.
  MGD: { weights: { beta: 7e-5 }, method: { name: 'mgd' } },
  // Images of a second form.
  MLKD: { weights: { gamma: 0.1 }, method: { name: 'mlkd' } },
  // A pass over the training set first.
  'KD++': { weights: { alpha: 1 }, method: { name: 'nd' } },
  // Two gradients and two momenta.
  DOT: { weights: { gamma: 0.1, alpha: 0.9 }, own: { dot: { delta: 0.075 } } },
  // A prediction by other layers than the student's.
  SimKD: { weights: { gamma: 0 }, method: { name: 'simkd' } },
};

test.each(Object.entries(rows))('%s ends with the same bits, stopped within its epochs or not', async (name, row) => {
  const configuration = student(row);
  const whole = await run(name, configuration);
  expect(whole.starts).toBe(1);
  expect(whole.accuracy).toBeGreaterThan(0);
  // An epoch asks four times: after each of its three steps, and at its end. A pass is to be stopped too.
  const stopped = await run(`${name}-stopped`, configuration, row.method?.name === 'nd' ? 2 : 3);
  expect(stopped.starts).toBeGreaterThanOrEqual(2);
  expect(stopped.weights).toBe(whole.weights);
  expect(stopped.epochs).toEqual(whole.epochs);
});

test('a pass over the training set is an epoch of its own, without a rate and a loss', async () => {
  const epochs = await readEpochs(join(folder, 'KD++'));
  expect(epochs).toHaveLength(3);
  expect(epochs[0]).toEqual({ stage: 'first', epoch: 1 });
  expect(epochs.slice(1)).toMatchObject([{ epoch: 1, rate: 0.05 }, { epoch: 2 }]);
});

describe('in a new process', () => {
  const names = Object.keys(rows);
  let accuracies: string[];
  beforeAll(async () => {
    const [command, ...args] = programCommand('harness/train/fixtures/retest.ts');
    const { stdout } = await execa(command, [...args, ...names.map((name) => join(folder, name))]);
    accuracies = stdout.split('\n');
  });

  test.each(names)("the file of %s's network gives the tested accuracy", async (name) => {
    expect(Number(accuracies[names.indexOf(name)])).toBe((await readResult(join(folder, name))).accuracy);
  });
});
