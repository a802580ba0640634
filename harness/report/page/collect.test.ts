import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trainingOf } from '../../job/job.ts';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../results/evidence/gather.ts';
import type { Event } from '../../results/journal/events.ts';
import { journalFile } from '../../results/journal/journal.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { collect } from './collect/collect.ts';
import type { GridCell, PageData } from './page-data.ts';

const made = '2026-01-02T03:04:05.000Z';
const selection = {
  pairs: ['wrn_40_2/wrn_40_1', 'resnet56/resnet20'],
  distillers: ['vanilla', 'KD', 'FSP', 'CRD'],
  trials: 2,
};
const accuracies = new Map([
  ['vanilla', 69],
  ['KD', 71],
  ['CRD', 72],
]);

let results: string;
let data: PageData;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-page-'));
  const plan = expand(await loadSuite('cifar100'), selection);
  const noise = (seed: number) => Float32Array.from({ length: 40 }, (_, index) => Math.sin(seed + index * index));
  await writeResults(plan, results, ({ label, configuration: ofJob }) => {
    const configuration = trainingOf(ofJob);
    if (configuration.kind !== 'student') return { accuracy: 72.5, logits: { classes: 4, values: noise(1) } };
    const accuracy = accuracies.get(configuration.distiller.name);
    if (accuracy === undefined || label === 'resnet20-from-resnet56-CRD-trial2') return undefined;
    const epoch = { rate: 0.05, loss: 1, classification: 1, trainAccuracy: 80, seconds: 1 };
    return {
      accuracy: accuracy + configuration.seed / 10,
      metrics: [1, 2].map((number) => ({
        epoch: number,
        ...epoch,
        testAccuracy: accuracy + configuration.seed / 10 - 2 + number,
      })),
      logits: { classes: 4, values: noise(accuracy) },
    };
  });
  const failed = plan.jobs.find(({ label }) => label === 'resnet20-from-resnet56-FSP-trial1')!;
  const event: Event = {
    ...{ event: 'failed', at: made, job: failed.id, label: failed.label, attempt: 1 },
    ...{ cause: 'diverged', reason: 'the loss became NaN' },
  };
  await appendFile(journalFile(join(results, 'cifar100')), `${JSON.stringify(event)}\n`);
  data = await collect(await gather('cifar100', results, selection), made);
});
afterAll(() => rm(results, { recursive: true }));

const texts = (row: GridCell[] | undefined) => row?.map(({ text }) => text);

test('tables hold each cell with its counterpart, its state and its details', () => {
  const [table] = data.tables;
  expect(table?.pairs.map(({ student }) => student)).toEqual(['wrn_40_1', 'resnet20']);
  expect(table?.rows.map(({ name }) => name)).toEqual(['Teacher', 'Student (vanilla)', 'KD', 'FSP', 'CRD']);
  const [teacher, , kd, fsp, crd] = table!.rows.map(({ cells }) => cells[1]!);
  expect(teacher).toMatchObject({ state: 'done', text: '72.50', published: '72.34', difference: '+0.16' });
  expect(kd).toMatchObject({
    state: 'done',
    text: '71.15 (0.07)',
    published: '70.66',
    difference: '+0.49',
    best: false,
  });
  expect(fsp).toMatchObject({ state: 'failed', text: 'failed', published: '69.95', verdict: { word: 'diverged' } });
  expect(crd).toMatchObject({ state: 'unfinished', text: '72.10 [1]', best: true });
  expect(table?.rows[3]?.cells[0]).toMatchObject({ state: 'n/a', text: 'n/a' });
  const detail = Object.fromEntries(kd!.details.map(({ name, text }) => [name, text]));
  expect(detail.Trials).toBe('71.10, 71.20');
  expect(detail.Published).toBe('70.66 (0.24), 5 runs, by REPO, DIST, SMIX, WTTM');
  expect(detail.Loss).toBe('0.1 cross entropy + 0.9 KD at temperature 4');
  expect(fsp!.details[0]).toEqual({ name: 'Failed', text: 'the loss became NaN' });
  expect(table?.notes.join()).toContain('FSP does not fit wrn_40_2/wrn_40_1');
});

test('the check stands first in a sentence, then finding by finding with the gravest first', () => {
  expect(data.verdict?.sentence).toMatch(/^Of \d+ comparisons \d+ differ/);
  const cells = data.checks.find(({ id }) => id === 'check-cells')!;
  const tones = cells.rows.map(([, verdict]) => verdict?.tone);
  const order = ['differs', 'missing', 'undecided', 'fine'];
  expect(tones).toEqual(tones.toSorted((a, b) => order.indexOf(a!) - order.indexOf(b!)));
  // The trials that would be needed, or why there is no number.
  expect(cells.rows.map((row) => row.at(-1)!.text)).not.toContain('');
  expect(data.checks.map(({ id }) => id)).toContain('check-claims');
});

test('what agrees, what differs and what is not known yet add up to all comparisons', () => {
  const total = Number(/^Of (\d+)/.exec(data.verdict!.sentence)![1]);
  expect(data.answers.map(({ title }) => title)).toEqual(['Agrees', 'Differs', 'Not known yet']);
  expect(data.answers.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  expect(data.answers[1]!.lines[0]).toMatch(/^table1: .*: (higher|lower|diverged|contradicted)/);
});

test('the headline has the distillers that were measured on all pairs, and says which were not', () => {
  expect(data.headline?.caption).toBe('Gain over the vanilla student, mean over 2 pairs. Tick: published.');
  expect(data.headline?.svg).toContain('CRD gains the most');
});

test('the files are those that report writes', () => {
  expect(data.files.map(({ name }) => name)).toEqual(['cifar100.csv', 'cifar100.tex', 'cifar100.json', 'cifar100.md']);
  expect(data.files[0]!.text).toContain('cifar100,table1,resnet56,resnet20,KD,2,71.15');
});

test('the relative improvement stands beside the one that was published of the same cells', () => {
  const row = data.derived[0]?.rows.find(([name]) => name?.text === 'CRD');
  // (72.15 - 71.15) / (71.15 - 69.15) and (72.1 - 71.15) / (71.15 - 69.15), of published (0.60 / 1.56 and 0.50 / 1.60).
  expect(texts(row)?.slice(-2)).toEqual(['48.75 %', '34.86 %']);
  expect(data.highlights[0]).toMatchObject({
    value: '48.75 %',
    note: 'mean over 2 pairs; published: 34.86 %',
  });
});

test('every chart has what it wants, and what has nothing to show is left out', () => {
  const figures = Object.fromEntries(data.charts.map(({ id, figures }) => [id, figures.length]));
  expect(figures).toEqual({ 'published-against-measured': 2, gains: 2, curves: 4, correlation: 3 });
  const captions = data.charts.find(({ id }) => id === 'correlation')?.figures.map(({ caption }) => caption);
  expect(captions).toEqual(['vanilla', 'KD', 'CRD'].map((name) => `${name}, wrn_40_2 to wrn_40_1`));
});

test('the provenance names teachers with their hashes, sources of weights, recipes, versions', () => {
  const grid = (id: string) => data.provenance.find((one) => one.id === id)!;
  expect(texts(grid('teachers').rows[0])).toEqual([
    'wrn_40_2',
    '72.50',
    '75.61',
    'trained here, seed 0',
    'b'.repeat(64),
  ]);
  expect(texts(grid('distillers').rows[1])).toEqual([
    ...['KD', '0.1', '0.9', '0', '4', ''],
    'RepDistiller, scripts/run_cifar_distill.sh: -r 0.1 -a 0.9 -b 0',
  ]);
  expect(texts(grid('recipe').rows[0])?.at(-1)).toBe('times 0.1 after epochs 150, 180, 210');
  expect(texts(grid('sources').rows[0])?.slice(0, 2)).toEqual(['REPO', 'the authors']);
  expect(texts(grid('environment').rows[0])?.slice(0, 6)).toEqual([
    'a processor',
    '1',
    '0.0.0',
    '20.20.0',
    '2.21.0',
    '13',
  ]);
});

test('progress and commands say how far along it is, and how to continue', () => {
  expect(data.progress).toBe('13 of 16 jobs are done, 1 failed, 2 are waiting or running.');
  expect(data.selection).toBe('--pairs wrn_40_2/wrn_40_1,resnet56/resnet20 --distillers vanilla,KD,FSP,CRD --trials 2');
  expect(data.commands[0]).toBe(
    'npm run suite cifar100 -- --pairs wrn_40_2/wrn_40_1,resnet56/resnet20 --distillers vanilla,KD,FSP,CRD --trials 2',
  );
});

test('a suite without a baseline says that nothing is compared', async () => {
  const file = join(import.meta.dirname, '../../suite/fixtures/small.ts');
  const plan = expand(await loadSuite(file));
  await writeResults(plan, results, () => ({ accuracy: 80 }));
  const small = await collect(await gather(file, results), made);
  expect(small.verdict).toEqual({ tone: 'plain', sentence: 'The suite small has no baseline.' });
  expect(small.checks).toEqual([]);
  const [teachers] = small.provenance;
  expect(teachers?.columns.map(({ name }) => name)).toEqual(['Network', 'Accuracy', 'Origin', 'sha256 of its weights']);
  expect(small.progress).toBe(`All ${plan.jobs.length} jobs are done.`);
});

test('a teacher that was tested on other photographs has no correlations beside its students', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-page-'));
  try {
    const plan = expand(await loadSuite('cross-modal'), { trials: 1 });
    await writeResults(plan, folder, ({ configuration: { kind } }) => ({
      accuracy: 50,
      logits: { classes: 2, values: new Float32Array(kind === 'teacher' ? 8 : 6).map((_, index) => index ** 2) },
    }));
    const { charts } = await collect(await gather('cross-modal', folder, { trials: 1 }), made);
    expect(charts.find(({ id }) => id === 'correlation')?.figures ?? []).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
