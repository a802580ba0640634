import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobFiles } from '../job/folder.ts';
import type { MainEpoch } from '../job/result.ts';
import { readTestLogits } from '../job/test-logits.ts';
import type { Event } from '../journal/events.ts';
import { expand } from '../suite/expand.ts';
import small from '../suite/fixtures/small.ts';
import { suiteSchema } from '../suite/schema.ts';
import type { Selection } from '../suite/selection.ts';
import { writeResults } from './fixtures/write-results.ts';
import { gather } from './gather.ts';
import { readMetrics } from './metrics.ts';
import { wholeSelection } from './whole-selection.ts';

const suite = suiteSchema.parse(small);
const file = join(import.meta.dirname, '../suite/fixtures/small.ts');
const epoch: MainEpoch = {
  ...{ epoch: 1, rate: 0.05, loss: 2, classification: 2 },
  ...{ trainAccuracy: 10, testAccuracy: 11, weightNorm: 40, seconds: 1 },
};

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-evidence-'));
});
afterEach(() => rm(results, { recursive: true }));

test('a suite that has never run is a Problem', async () => {
  await expect(gather(file, results)).rejects.toThrow(`the suite small has never run in ${results}`);
});

test('results, metrics and logits are found by the plan', async () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  await writeResults(expand(suite), results, ({ label }) =>
    label === 'resnet8-vanilla-trial1' ? { accuracy: 80, metrics: [epoch], logits: { classes: 3, values } } : undefined,
  );
  const { done, jobs, plan } = await gather(file, results);
  expect([...done.values()].map(({ accuracy }) => accuracy)).toEqual([80]);
  expect(jobs).toHaveLength(plan.jobs.length);
  const { folder } = jobs.find(({ id }) => done.has(id))!;
  expect(await readMetrics(folder)).toEqual([epoch]);
  expect(await readTestLogits(folder)).toEqual({ images: 2, classes: 3, values });
  const { folder: empty } = jobs.find(({ id }) => !done.has(id))!;
  expect(await readMetrics(empty)).toEqual([]);
  expect(await readTestLogits(empty)).toBeUndefined();

  await writeFile(jobFiles(folder).metrics, '{"epoch":1}\n');
  await expect(readMetrics(folder)).rejects.toThrow("metrics.jsonl, line 1 is not an epoch's metrics");
});

describe('what the runs asked for together', () => {
  const ran = (...selections: Selection[]) =>
    wholeSelection(
      suite,
      selections.map(
        (selection): Event => ({
          ...{ event: 'run started', at: '2026-01-01T00:00:00.000Z', host: 'here', pid: 1, executor: 'local' },
          ...{ selection, jobs: 1, done: 0, slots: 1 },
        }),
      ),
    );

  test('is all distillers and the most trials that any of them had', () => {
    const together = ran({ distillers: ['kd'], trials: 5 }, { distillers: ['vanilla'], trials: 1 });
    expect(together).toMatchObject({ distillers: ['vanilla', 'KD'], trials: 5 });
    expect(ran({ trials: 1 }, {})).not.toHaveProperty('trials');
    expect(ran({ trial: [3] }, { trial: [1] })).toMatchObject({ trial: [1, 3] });
    expect(ran({ trial: [3] }, { trials: 4 })).toMatchObject({ trials: 4 });
  });

  test('leaves out those that trained in another way than the last', () => {
    expect(ran({ distillers: ['kd'], epochs: 2 }, { distillers: ['vanilla'] })).toMatchObject({
      distillers: ['vanilla'],
      epochs: undefined,
    });
    expect(ran({ distillers: ['kd'] }, { distillers: ['vanilla'], epochs: 2 })).toMatchObject({
      distillers: ['vanilla'],
      epochs: 2,
    });
  });

  test('leaves out rows that the suite no longer has', () => {
    expect(ran({ distillers: ['KD', 'gone'] })).toMatchObject({ distillers: ['KD'] });
  });

  test('gives way to what is asked for now', async () => {
    await writeResults(expand(suite), results, () => ({ accuracy: 80 }));
    const { plan } = await gather(file, results, { trial: [2], distillers: ['kd'] });
    expect(plan.tables[0]!.trials).toEqual([2]);
    expect(plan.tables[0]!.columns[0]!.rows.map(({ distiller }) => distiller.name)).toEqual(['KD']);
  });
});
