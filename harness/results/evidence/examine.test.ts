import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { folderName, jobFiles } from '../../job/folder.ts';
import { writeTestLogits } from '../../job/test-logits.ts';
import { expand } from '../../suite/expand.ts';
import mutual from '../../suite/fixtures/mutual.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { writeResults } from './fixtures/write-results.ts';
import { gatherSuite } from './gather.ts';

const suite = suiteSchema.parse(small);
const plan = expand(suite);

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-examine-'));
  await writeResults(plan, results, () => ({ accuracy: 75 }));
});
afterEach(() => rm(results, { recursive: true }));

type Files = ReturnType<typeof jobFiles>;

/** The files of a job, by the beginning of its name. */
function filesOf(label: string): Files {
  const job = plan.jobs.find((one) => one.label.startsWith(label))!;
  return jobFiles(join(results, 'small/jobs', folderName(job)));
}

const gathered = () => gatherSuite('small', suite, results, {}, undefined);

async function replaceIn(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = text.replaceAll(from, to);
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
}

/** Four images of three classes, of which three are classified rightly: 75 %. */
async function keepLogits({ logits }: Files, labels = Int32Array.of(0, 1, 2, 0)): Promise<void> {
  const values = Float32Array.of(2, 1, 0, 0, 2, 1, 0, 1, 2, 0, 1, 2);
  await writeTestLogits(logits, values, labels);
}

const withNorms = (accuracy: number) => ({
  ...{ epoch: 1, rate: 0.05, loss: 1, seconds: 1 },
  ...{ testAccuracy: accuracy, weightNorm: 40 },
});

test('results, metrics and logits that agree are no fault, with labels and without', async () => {
  await keepLogits(filesOf('resnet8-vanilla-trial1'));
  expect((await gathered()).done.size).toBe(plan.jobs.length);
});

test.each<[string, (files: Files) => Promise<void>, keyof Files, string]>([
  ['a result that is cut', ({ result }) => truncate(result, 100), 'result', 'is damaged: it is not JSON'],
  ['an empty result', ({ result }) => truncate(result, 0), 'result', 'is damaged: it is not JSON'],
  [
    'a result with another type',
    ({ result }) => replaceIn(result, '"accuracy":75,', '"accuracy":"75",'),
    'result',
    "is damaged: accuracy is '75'",
  ],
  [
    'a field that nobody knows',
    ({ result }) => replaceIn(result, '"seconds"', '"second"'),
    'result',
    'is damaged: second is unknown',
  ],
  [
    "another job's result",
    ({ result }) => replaceIn(result, /"id":"[0-9a-f]+"/g, '"id":"0123456789ab"'),
    'result',
    'is of the job 0123456789ab, and ',
  ],
  [
    'another configuration',
    ({ result }) => replaceIn(result, '"epochs":8', '"epochs":9'),
    'result',
    'has another configuration than its job',
  ],
  [
    'another accuracy',
    ({ result }) => replaceIn(result, '"accuracy":75,', '"accuracy":55,'),
    'result',
    'says accuracy 55, and metrics.jsonl ends with 75',
  ],
  [
    'another best epoch',
    ({ result }) => replaceIn(result, '"best":{"accuracy":75.5', '"best":{"accuracy":99.5'),
    'result',
    'says that the best was 99.5 after epoch 7, and by metrics.jsonl it was 75.5 after epoch 7',
  ],
  ['a damaged job.json', ({ job }) => truncate(job, 10), 'job', 'is damaged: it is not JSON'],
  ['no metrics', ({ metrics }) => rm(metrics), 'metrics', 'has 0 epochs, and its job has 8'],
  [
    'metrics without their end',
    async ({ metrics }) => {
      const lines = (await readFile(metrics, 'utf8')).split('\n');
      await writeFile(metrics, `${lines.slice(0, 6).join('\n')}\n`);
    },
    'metrics',
    'has 6 epochs, and its job has 8',
  ],
  [
    'metrics that are cut in a line',
    async ({ metrics }) => truncate(metrics, (await readFile(metrics)).length - 10),
    'metrics',
    "is damaged: its line 8 is not an epoch's metrics",
  ],
  [
    'epochs in another order',
    ({ metrics }) => replaceIn(metrics, '"epoch":5', '"epoch":6'),
    'metrics',
    'has the epochs of its job in another order',
  ],
  ['logits that are cut', ({ logits }) => truncate(logits, 20), 'logits', 'is not a whole safetensors file'],
  ['logits of no images', ({ logits }) => writeFile(logits, ''), 'logits', 'is not a whole safetensors file'],
  [
    'labels by which the accuracy is another',
    (files) => keepLogits(files, Int32Array.of(0, 1, 0, 0)),
    'result',
    'says accuracy 75, and by the logits in test-logits.safetensors it is 50',
  ],
  [
    'an accuracy that metrics repeat and logits do not',
    async (files) => {
      await keepLogits(files);
      await replaceIn(files.result, '"accuracy":75,', '"accuracy":76,');
      await replaceIn(files.metrics, '"testAccuracy":75,', '"testAccuracy":76,');
      await replaceIn(files.metrics, '"testAccuracy":75.5,', '"testAccuracy":76.5,');
      await replaceIn(files.result, '"best":{"accuracy":75.5', '"best":{"accuracy":76.5');
    },
    'result',
    'says accuracy 76, and by the logits in test-logits.safetensors it is 75',
  ],
])('%s is a fault that is named', async (_, damage, file, why) => {
  const files = filesOf('resnet8-from-resnet20-KD-trial1');
  await damage(files);
  await expect(gathered()).rejects.toMatchObject({
    code: exitCode.data,
    message: expect.stringContaining(`${files[file]} ${why}`),
  });
});

test('logits that are missing are a fault where the version that trained kept them', async () => {
  const files = filesOf('resnet8-vanilla-trial1');
  await rm(files.logits);
  // One that noted no norms kept no logits.
  await gathered();
  await writeResults(plan, results, () => ({ accuracy: 75, metrics: [withNorms(75)] }));
  await rm(files.logits);
  await expect(gathered()).rejects.toThrow(`${files.logits} is missing`);
});

test('all faults are reported at once', async () => {
  const labels = ['resnet20-teacher', 'resnet8-vanilla-trial2', 'resnet8-from-resnet32-KD-trial1'];
  const damaged = labels.map(filesOf);
  for (const { result } of damaged) await replaceIn(result, '"accuracy":75,', '"accuracy":55,');
  await truncate(filesOf('resnet8-vanilla-trial1').result, 5);
  const error = await gathered().catch((error) => error);
  expect(error.message).toBe('4 files of the results are damaged or contradict others');
  const ends = damaged.map(({ result }) => `${result} says accuracy 55, and metrics.jsonl ends with 75`);
  expect(error.details.toSorted()).toEqual(
    [...ends, `${filesOf('resnet8-vanilla-trial1').result} is damaged: it is not JSON`].toSorted(),
  );
});

test('on a GPU two evaluations of a network may differ in an image', async () => {
  const { result } = filesOf('resnet8-vanilla-trial1');
  await replaceIn(result, '"accuracy":75,', '"accuracy":75.01,');
  await expect(gathered()).rejects.toThrow('says accuracy 75.01');
  await replaceIn(result, '"device":"a processor"', '"device":"GPU"');
  expect((await gathered()).done.size).toBe(plan.jobs.length);
});

test('the network that was trained together with another is compared too', async () => {
  const pairs = suiteSchema.parse(mutual);
  const trained = expand(pairs);
  await writeResults(trained, results, ({ label }) => ({
    accuracy: 75,
    ...(label.includes('-with-') && { peer: 70 }),
  }));
  const job = trained.jobs.find(({ label }) => label.includes('-with-'))!;
  const { result } = jobFiles(join(results, pairs.name, 'jobs', folderName(job)));
  await gatherSuite(pairs.name, pairs, results, {}, undefined);
  await replaceIn(result, '"peer":{"accuracy":70', '"peer":{"accuracy":71');
  await expect(gatherSuite(pairs.name, pairs, results, {}, undefined)).rejects.toThrow(
    'says accuracy 71, and metrics.jsonl ends with 70 (of the peer)',
  );
});
