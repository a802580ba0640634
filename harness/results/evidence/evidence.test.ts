import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobFiles } from '../../job/folder.ts';
import type { MainEpoch } from '../../job/result.ts';
import { readTestLogits } from '../../job/test-logits.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import { suiteSchema } from '../../suite/schema.ts';
import type { Selection } from '../../suite/selection.ts';
import { Journal } from '../journal/journal.ts';
import { type Outcome, writeResults } from './fixtures/write-results.ts';
import { gather } from './gather.ts';

const suite = suiteSchema.parse(small);
const file = join(import.meta.dirname, '../../suite/fixtures/small.ts');
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

test("where the suite's own folder is given, the one above it is named", async () => {
  await writeResults(expand(suite), results, () => ({ accuracy: 80 }));
  await expect(gather(file, join(results, 'small'))).rejects.toMatchObject({
    message: `the suite small has never run in ${results}/small, which is the suite's own folder`,
    cure: `Give the folder above it: --results ${results}`,
  });
});

test('a suite of which other suites did all has its results, and one of which they did a part has never run', async () => {
  await writeResults(expand({ ...suite, name: 'other' }), results, () => ({ accuracy: 80 }));
  const { done, jobs } = await gather(file, results);
  expect(done.size).toBe(jobs.length);
  await rm(join(results, 'other/jobs', basename(jobs[0]!.folder)), { recursive: true });
  await expect(gather(file, results)).rejects.toThrow(`the suite small has never run in ${results}`);
});

test('results, metrics and logits are found by the plan', async () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  await writeResults(expand(suite), results, ({ label }) =>
    label === 'resnet8-vanilla-trial1' ? { accuracy: 11, metrics: [epoch], logits: { classes: 3, values } } : undefined,
  );
  const { done, jobs, plan, metrics } = await gather(file, results);
  expect([...done.values()].map(({ accuracy }) => accuracy)).toEqual([11]);
  expect(jobs).toHaveLength(plan.jobs.length);
  const { id, folder } = jobs.find(({ id }) => done.has(id))!;
  expect(metrics.get(id)).toEqual(Array.from({ length: 8 }, (_, index) => ({ ...epoch, epoch: index + 1 })));
  expect(await readTestLogits(folder)).toEqual({ images: 2, classes: 3, values, labels: undefined });
  const { id: waiting, folder: empty } = jobs.find(({ id }) => !done.has(id))!;
  expect(metrics.get(waiting)).toEqual([]);
  expect(await readTestLogits(empty)).toBeUndefined();

  await writeFile(jobFiles(folder).metrics, '{"epoch":1}\n');
  await expect(gather(file, results)).rejects.toThrow("metrics.jsonl is damaged: its line 1 is not an epoch's metrics");
});

/** As if a run had started that asked for this, with the jobs that it would have. */
async function ran(
  selection: Selection,
  outcomeOf: (job: PlannedJob) => Outcome | undefined = () => ({ accuracy: 80 }),
) {
  const plan = expand(suite, selection);
  await writeResults(plan, results, outcomeOf);
  const journal = new Journal(join(results, 'small'));
  const counts = { jobs: plan.jobs.length, done: 0, slots: 1 };
  journal.append({ event: 'run started', host: 'here', pid: 1, executor: 'local', selection, ...counts });
  return { plan, journal };
}

describe("the suite's own selection is what is looked at", () => {
  test('whatever has run after it', async () => {
    (await ran({})).journal.close();
    (await ran({ distillers: ['Vanilla'], epochs: 1, trials: 1 }, () => ({ accuracy: 16 }))).journal.close();
    const { plan, selection, others, done } = await gather(file, results);
    expect(selection).toEqual({});
    expect([...done.values()].map(({ accuracy }) => accuracy)).toEqual(plan.jobs.map(() => 80));
    expect(others).toEqual([{ distillers: ['vanilla'], trials: 1, epochs: 1 }]);
  });

  test('and a failed run of another does not make it fail', async () => {
    (await ran({})).journal.close();
    const { plan, journal } = await ran({ arithmetic: { tf32: true } }, () => undefined);
    for (const { id, label } of plan.jobs) {
      journal.append({ event: 'failed', job: id, label, attempt: 1, cause: 'machine', reason: 'there is no GPU' });
    }
    journal.close();
    const { failures, others } = await gather(file, results);
    expect(failures.size).toBe(plan.jobs.length);
    const own = await gather(file, results);
    expect(own.jobs.filter(({ id }) => own.failures.has(id))).toEqual([]);
    // None of it is there.
    expect(others).toEqual([]);
  });

  test('and what is left of it, where a run of a part came first', async () => {
    (await ran({ distillers: ['kd'] })).journal.close();
    const { plan, done, others } = await gather(file, results);
    expect(plan.jobs.length).toBeGreaterThan(done.size);
    expect(others).toEqual([]);
  });
});

describe('another selection', () => {
  test('is asked for, in any form that comes to the same', async () => {
    (await ran({ trial: [1, 2], distillers: ['kd'] })).journal.close();
    const { plan, selection } = await gather(file, results, { trial: [2, 1, 2], distillers: ['KD'] });
    expect(selection.distillers).toEqual(['KD']);
    expect(plan.tables[0]!.trials).toEqual([1, 2]);
  });

  test('that never ran is told with those that did', async () => {
    (await ran({ epochs: 1, distillers: ['vanilla'] })).journal.close();
    await expect(gather(file, results)).rejects.toMatchObject({
      message: `of the suite small only other selections have run in ${results}`,
      cure: expect.stringContaining(
        `See \`npm run report ${file} -- --distillers vanilla --epochs 1 --results ${results}\``,
      ),
    });
    await expect(gather(file, results, { epochs: 3 })).rejects.toThrow('--epochs 3 has never run');
  });

  test('of rows that the suite no longer has is left out', async () => {
    const { journal } = await ran({});
    const counts = { jobs: 1, done: 0, slots: 1 };
    const selection = { distillers: ['gone'] };
    journal.append({ event: 'run started', host: 'here', pid: 1, executor: 'local', selection, ...counts });
    journal.close();
    expect((await gather(file, results)).others).toEqual([]);
  });
});
