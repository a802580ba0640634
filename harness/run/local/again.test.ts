import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exitCode, Problem } from '../../base/problem.ts';
import { expand } from '../../suite/expand.ts';
import assistants from '../../suite/fixtures/assistants.ts';
import small from '../../suite/fixtures/small.ts';
import transferred from '../../suite/fixtures/transferred.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { jobsAgain, setAside } from './again.ts';
import { printed } from './fixtures/printed.ts';
import { runSuite } from './fixtures/run-suite.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-again-'));
  vi.stubEnv('REDISTILL_DEVICE', 'cpu');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(results, { recursive: true });
});

const run = (distillers: string, again?: string[]) =>
  printed(() => runSuite('succeed.mjs', results, distillers, '{}', 'small', again));

/** How often each job has started in the folder that it has now. */
async function starts(folder: string): Promise<Record<string, number>> {
  const jobs = await readdir(folder);
  const counted = jobs.map(async (job) => {
    const lines = (await readFile(join(folder, job, 'starts.txt'), 'utf8')).trimEnd().split('\n');
    return [job.replace(/-[0-9a-f]+$/, ''), lines.length] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}

const labelsOf = async (declared: object, rows: string[]): Promise<string[]> => {
  const plan = expand(suiteSchema.parse(declared));
  const ids = await jobsAgain(plan, results, rows);
  return plan.jobs.flatMap(({ id, label }) => (ids.has(id) ? [label] : []));
};

test("a row's jobs run again, and no other; what they had left is whole and aside", async () => {
  await run('vanilla,KD');
  const { stderr, exitCode: code } = await run('vanilla,KD', ['kd']);
  expect(code).toBe(exitCode.done);
  const [place] = await readdir(join(results, 'small/aside'));
  expect(stderr).toContain(`moved the folders of 4 jobs to ${join(results, 'small/aside', place!)}`);
  const kd = ['resnet20', 'resnet32'].flatMap((teacher) =>
    [1, 2].map((trial) => [`resnet8-from-${teacher}-KD-trial${trial}`, 1]),
  );
  expect(await starts(join(results, 'small/aside', place!))).toEqual(Object.fromEntries(kd));
  const all = await starts(join(results, 'small/jobs'));
  expect(all).toMatchObject(Object.fromEntries(kd));
  expect(all).toMatchObject({ 'resnet20-teacher': 1, 'resnet8-vanilla-trial1': 1 });

  // Without the option nothing is left to do.
  await run('vanilla,KD');
  expect(await starts(join(results, 'small/jobs'))).toEqual(all);
});

test('with a row all runs again that reads what it has trained', async () => {
  expect(await labelsOf(transferred, ['vanilla'])).toEqual([
    'resnet8-vanilla-trial1',
    'resnet8-vanilla-trial1-on-few',
    'resnet8-vanilla-trial1-on-many',
    'resnet8-vanilla-trial2',
    'resnet8-vanilla-trial2-on-few',
    'resnet8-vanilla-trial2-on-many',
  ]);
  expect(await labelsOf(assistants, ['CRD+KD'])).toEqual([
    'resnet14-from-resnet20-CRD+KD-trial1',
    'resnet8-from-resnet14-from-resnet20-KD-trial1-CRD+KD-trial1',
    'resnet8-from-resnet8-from-resnet14-from-resnet20-KD-trial1-CRD+KD-trial1-KD-trial1',
    'resnet14-from-resnet20-CRD+KD-trial2',
    'resnet8-from-resnet8-from-resnet14-from-resnet20-KD-trial1-CRD+KD-trial1-KD-trial2',
  ]);
});

test('a row that is not selected is refused', async () => {
  await expect(labelsOf(small, ['KDD'])).rejects.toThrow(
    new Problem("the suite small as it is selected has no row 'KDD'", 'Did you mean KD? It has vanilla, KD, CRD+KD'),
  );
});

test('a result of another suite, which would be taken instead, is named, and nothing is moved', async () => {
  await run('vanilla');
  await mkdir(join(results, 'other'));
  await cp(join(results, 'small/jobs'), join(results, 'other/jobs'), { recursive: true });
  const { stderr, exitCode: code } = await run('vanilla', ['vanilla']);
  expect(code).toBe(exitCode.data);
  expect(stderr).toMatch(/other\/jobs\/resnet8-vanilla-trial1-\w+ has the result of a job that is to run again/);
  expect(stderr).toMatch(/`.*suite other.* --again vanilla.*`, or move that folder away/);
  expect(existsSync(join(results, 'small/aside'))).toBe(false);
});

test('where one folder cannot be moved, all stay', async () => {
  const folders = ['a', 'b'].map((name) => join(results, name));
  for (const folder of folders) await mkdir(folder);
  await writeFile(join(folders[0]!, 'result.json'), '{}');
  await rename(folders[1]!, join(results, 'gone'));
  await expect(setAside(folders, results)).rejects.toThrow('cannot be written');
  expect(await readdir(folders[0]!)).toEqual(['result.json']);
  expect(await readdir(join(results, 'aside'))).toEqual([]);
});
