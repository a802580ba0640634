import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { markdownTable } from 'markdown-table';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../results/evidence/gather.ts';
import { expand } from '../../suite/expand.ts';
import mutual from '../../suite/fixtures/mutual.ts';
import transferred from '../../suite/fixtures/transferred.ts';
import { loadSuite } from '../../suite/load.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { epochColumns } from './columns.ts';
import { epochsCsv } from './csv.ts';
import { writeEpochs } from './epoch-files.ts';
import { epochRows } from './rows.ts';

const selection = { pairs: ['resnet56/resnet20'], distillers: ['vanilla', 'KD', 'FT'], trials: 2, epochs: 6 };
const epoch = {
  ...{ epoch: 1, rate: 0.05, loss: 2.25, classification: 1.5, distillation: 0.75, trainAccuracy: 61.5 },
  ...{ testAccuracy: 59.125, testTop5Accuracy: 88, weightNorm: 1 / 3, seconds: 12.5 },
};

let folder: string;
let csv: Record<string, string>[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-epochs-'));
  const plan = expand(await loadSuite('cifar100'), selection);
  await writeResults(plan, folder, ({ label }) => ({ accuracy: 60, metrics: label.includes('KD') ? [epoch] : [] }));
  await writeEpochs(await gather('cifar100', folder, selection), folder);
  csv = rowsIn(await readFile(join(folder, 'epochs.csv'), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The rows of a CSV file in which nothing is quoted, by the names of its columns. */
function rowsIn(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index]!, value])));
}

test('there is a row for each epoch of each job, first stages included', () => {
  const counts = new Map<string, number>();
  for (const { distiller, trial, stage } of csv) {
    const key = `${distiller} ${trial} ${stage}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const first = counts.get('FT 1 first');
  expect(first).toBeGreaterThan(0);
  expect([...counts]).toEqual([
    ['teacher  main', 6],
    ['vanilla 1 main', 6],
    ['vanilla 2 main', 6],
    ['KD 1 main', 6],
    ['KD 2 main', 6],
    ['FT 1 first', first],
    ['FT 1 main', 6],
    ['FT 2 first', first],
    ['FT 2 main', 6],
  ]);
});

test('a row has all metrics of its epoch, with all their digits', () => {
  const row = csv.find(({ distiller, trial, epoch }) => distiller === 'KD' && trial === '2' && epoch === '4');
  expect(row).toEqual({
    ...Object.fromEntries(epochColumns.map(({ name }) => [name, ''])),
    ...{ suite: 'cifar100', table: 'table1', teacher: 'resnet56', student: 'resnet20', distiller: 'KD', trial: '2' },
    ...{ seed: '2', job: row!.job, stage: 'main', epoch: '4', learning_rate: '0.05', loss: '2.25' },
    ...{ classification_loss: '1.5', distillation_loss: '0.75', train_accuracy_percent: '61.5' },
    ...{ test_accuracy_percent: '59.125', test_top5_accuracy_percent: '88', weight_norm: String(1 / 3) },
    seconds: '12.5',
  });
  expect(row!.job).toMatch(/^[0-9a-f]{12}$/);
});

test('Parquet holds the same rows, and its columns have types', async () => {
  const file = await asyncBufferFromFile(join(folder, 'epochs.parquet'));
  const rows = await parquetReadObjects({ file });
  const asText = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)])),
  );
  expect(asText).toEqual(csv);
  const { children } = parquetSchema(await parquetMetadataAsync(file));
  const types = new Map(children.map(({ element: { name, type } }) => [name, type]));
  expect(types.get('trial')).toBe('INT32');
  expect(types.get('test_accuracy_percent')).toBe('DOUBLE');
  // Of a column that is empty in all rows too.
  expect(types.get('test_mean_iou_percent')).toBe('DOUBLE');
  expect([...types.keys()]).toEqual(epochColumns.map(({ name }) => name));
});

test('the same results give the same bytes', async () => {
  const before = await readFile(join(folder, 'epochs.parquet'));
  await writeEpochs(await gather('cifar100', folder, selection), folder);
  expect(before.equals(await readFile(join(folder, 'epochs.parquet')))).toBe(true);
});

test('networks that learn from each other have the columns of the peer', () => {
  const plan = expand(suiteSchema.parse(mutual));
  const together = plan.jobs.find(({ label }) => label.includes('-with-'))!;
  const peer = { loss: 0.5, testAccuracy: 95 };
  const epochs = new Map([[together.id, [{ ...epoch, peer }]]]);
  const rows = rowsIn(epochsCsv(epochRows({ plan, epochs })));
  // The tables of both sides have the job.
  expect(rows.map(({ table }) => table)).toEqual(['students', 'teachers']);
  expect(rows[0]).toMatchObject({
    peer_loss: '0.5',
    peer_test_accuracy_percent: '95',
    test_accuracy_percent: '59.125',
  });
});

test('the engine has few kinds of rows: with one for each row, a long suite would take four times as long', () => {
  setFlagsFromString('--allow-natives-syntax');
  const areAlike = new Function('one', 'other', 'return %HaveSameMap(one, other)') as (a: object, b: object) => boolean;
  const plan = expand(suiteSchema.parse(mutual));
  const epochs = new Map(plan.jobs.map(({ id }) => [id, Array(100).fill(epoch)]));
  const kinds: object[] = [];
  for (const row of epochRows({ plan, epochs })) if (!kinds.some((kind) => areAlike(kind, row))) kinds.push(row);
  expect(kinds.length).toBeLessThan(10);
});

test('a network that is tuned to several targets is trained once', () => {
  const plan = expand(suiteSchema.parse(transferred), { distillers: ['KD'], trials: 1 });
  const epochs = new Map(plan.jobs.map(({ id }) => [id, [epoch]]));
  const rows = epochRows({ plan, epochs }).map(({ distiller, target }) => [distiller, target]);
  expect(rows).toEqual([
    ['teacher', undefined],
    ['teacher', 'few'],
    ['KD', undefined],
    ['KD', 'few'],
    ['teacher', 'many'],
    ['KD', 'many'],
  ]);
});

test('the page in docs has the data dictionary', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/data-out.md'), 'utf8');
  const types = { STRING: 'string', INT32: 'int32', INT64: 'int64', DOUBLE: 'double' };
  const rows = epochColumns.map(({ name, type, holds }) => [`\`${name}\``, types[type], holds]);
  expect(page).toContain(markdownTable([['column', 'type', 'what it holds'], ...rows]));
});
