import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { redistill as inThisProcess } from '../cli/fixtures/in-process.ts';
import { folderName, jobFiles } from '../job/folder.ts';
import { trainingOf } from '../job/job.ts';
import { writeResults } from '../results/evidence/fixtures/write-results.ts';
import { Journal } from '../results/journal/journal.ts';
import { expand } from '../suite/expand.ts';
import type { PlannedJob } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';
import { digits, metricsOf, rowOf } from './fixtures/band-results.ts';

/** The folder of this file's tests; `finished` in it are the results of a whole suite. */
let folder: string;
let finished: string;

/** A command in this process. */
async function redistill(...args: string[]) {
  const { code, out, err } = await inThisProcess(...args);
  return { exitCode: code, stdout: out, stderr: err };
}

/** One of the house's commands on digits. */
const run = (command: string, results: string, ...args: string[]) =>
  redistill(...command.split(' '), 'digits', '--results', results, ...args);

beforeAll(async () => {
  for (const name of ['GITHUB_STEP_SUMMARY', 'npm_lifecycle_event']) vi.stubEnv(name, undefined);
  folder = await mkdtemp(join(tmpdir(), 'redistill-sequences-'));
  finished = join(folder, 'finished');
  const plan = expand(digits);
  await writeResults(plan, finished, (job) => {
    const { seed } = trainingOf(job.configuration);
    // Trials that differ, so that the claims hold as differences.
    const metrics = metricsOf(rowOf(job)).map((epoch) => ({ ...epoch, testAccuracy: epoch.testAccuracy + seed / 10 }));
    return { accuracy: 0, metrics };
  });
  await journalOf(plan.jobs, {}, finished, 0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Notes a run that asked for these jobs; all that `reason` is given for failed. */
async function journalOf(jobs: PlannedJob[], selection: Selection, results: string, exitCode: number, reason?: string) {
  const journal = new Journal(join(results, 'digits'));
  const counts = { jobs: jobs.length, done: 0, slots: 2 };
  journal.append({ event: 'run started', host: 'here', pid: 1, executor: 'local', selection, ...counts });
  for (const { id, label } of reason === undefined ? [] : jobs) {
    journal.append({ event: 'started', job: id, label, attempt: 1, device: 'CPU' });
    journal.append({ event: 'failed', job: id, label, attempt: 1, cause: 'machine', reason: reason! });
  }
  journal.append({ event: 'run ended', exitCode });
  journal.close();
}

/** Results of their own for a test. */
async function copyOfFinished(): Promise<string> {
  const results = await mkdtemp(join(folder, 'results-'));
  await cp(finished, results, { recursive: true });
  return results;
}

/** That report, check, the archive and the status are of the whole suite, and as they should be. */
async function expectWhole(results: string): Promise<void> {
  const report = await run('report', results);
  expect(report.stdout, report.stderr).toMatch(/\| Student \(vanilla\) \| +89\.72 \(0\.16\) \|/);
  expect(report.stdout).toContain("The tables of the suite's own selection are in ");
  expect(report.stdout).not.toContain('failed');
  const check = await run('check', results);
  expect(check.stdout, check.stderr).toContain('Of 32 comparisons 0 differ, 0 cannot be decided, 32 are as they');
  expect(check.exitCode).toBe(0);
  const archive = join(results, 'digits.tar.gz');
  await run('report bundle', results, '--output', archive);
  const elsewhere = await redistill('check', archive);
  expect(elsewhere.stdout).toContain("Selection: the suite's own. All 21 jobs are done.");
  expect((await run('suite status', results)).stdout).toContain("Selection: the suite's own\n21 of 21 jobs done");
}

describe('after a finished suite', () => {
  const small = ['--epochs', '1', '--trials', '1', '--distillers', 'vanilla'];
  const canonical = '--distillers vanilla --trials 1 --epochs 1';

  test('a small run hides nothing, and is seen where it is asked for', async () => {
    const results = await copyOfFinished();
    await expectWhole(results);
    const table = await readFile(join(results, 'digits/table.md'), 'utf8');
    const trained = await run('suite', results, ...small);
    expect(trained.exitCode, trained.stderr).toBe(0);
    expect(await readFile(join(results, 'digits/table.md'), 'utf8')).toBe(table);
    await expectWhole(results);
    expect((await run('report', results)).stdout).toContain(`npm run report digits -- ${canonical}`);

    const asked = await run('report', results, ...small);
    expect(asked.stdout).toContain(`Selection: \`${canonical}\``);
    expect(asked.stdout).toContain('last of 1 epoch, of 1 trial');
    const own = join(results, 'digits/selections/distillers-vanilla-trials-1-epochs-1');
    expect((await readdir(own)).sort()).toEqual([
      ...['epochs.csv', 'epochs.parquet', 'report.html'],
      ...['table.csv', 'table.json', 'table.md', 'table.tex'],
    ]);
    const page = await readFile(join(own, 'report.html'), 'utf8');
    expect(page.replaceAll(/<[^>]*>/g, '')).toContain(`Selection: ${canonical}.`);
    expect(JSON.parse(await readFile(join(own, 'table.json'), 'utf8')).selection).toEqual({
      distillers: ['vanilla'],
      trials: 1,
      epochs: 1,
    });

    const again = await run('suite', results);
    expect(again.stderr).toBe('');
    expect(again.stdout).toContain(table);
  });

  test('a failed run of another arithmetic takes nothing away', async () => {
    const results = await copyOfFinished();
    const selection: Selection = { arithmetic: { tf32: true } };
    const { jobs } = expand(digits, selection);
    for (const job of jobs) {
      const files = jobFiles(join(results, 'digits/jobs', folderName(job)));
      await mkdir(join(results, 'digits/jobs', folderName(job)));
      await writeFile(files.job, JSON.stringify({ id: job.id, label: job.label, configuration: job.configuration }));
      await writeFile(files.log, 'redistill: this machine has no GPU');
    }
    await journalOf(jobs, selection, results, 7, 'this machine has no GPU');
    await expectWhole(results);
    const asked = await run('check', results, '--tf32');
    expect(asked.stdout).toContain('Selection: --tf32. 0 of 21 jobs are done, 21 failed.');
    expect(asked.stdout).toContain('Of 32 comparisons 0 differ, 32 have no results,');
    expect(asked.exitCode).toBe(2);
  });

  test('bands and claims whose results are gone are missing, and the end is 2', async () => {
    const results = await copyOfFinished();
    const jobs = join(results, 'digits/jobs');
    for (const name of (await readdir(jobs)).filter((one) => one.includes('-KD-'))) {
      await rm(join(jobs, name), { recursive: true });
    }
    const { stdout, exitCode } = await run('check', results);
    expect(stdout).toMatch(/\nMissing:\n(.*\n)*.*KD on resnet20\/resnet8, test accuracy after epoch 18: not run\./);
    expect(stdout).toContain('KD beats vanilla on every pair: not run. no trial is done of KD on resnet20/resnet8');
    expect(exitCode).toBe(2);
  });
});

describe('where only another selection has run', () => {
  test('the command that shows it is named', async () => {
    const results = await mkdtemp(join(folder, 'part-'));
    const part = expand(digits, { epochs: 1, distillers: ['vanilla'], trials: 1 });
    await writeResults(part, results, () => ({ accuracy: 16 }));
    await journalOf(part.jobs, { epochs: 1, distillers: ['Vanilla'], trials: 1 }, results, 0);
    const { stderr, exitCode } = await run('check', results);
    expect(stderr).toContain(`of the suite digits only other selections have run in ${results}. See \`npm run report`);
    expect(stderr).toContain('-- --distillers vanilla --trials 1 --epochs 1');
    expect(exitCode).toBe(2);
  });
});

describe('a result that is not to be trusted is named by all, with exit code 3', () => {
  async function expectNamed(results: string, files: readonly string[], why: string, ...args: string[]) {
    for (const command of ['check', 'report', 'report bundle', 'suite status']) {
      const { stdout, stderr, exitCode } = await run(command, results, ...args);
      expect(exitCode, `${command}: ${stdout}`).toBe(3);
      for (const file of files) expect(stderr, command).toContain(`${file} ${why}`);
    }
  }

  const resultsOf = (results: string, labels: readonly string[]) =>
    expand(digits)
      .jobs.filter(({ label }) => labels.includes(label))
      .map((job) => jobFiles(join(results, 'digits/jobs', folderName(job))).result);

  test('where another accuracy was typed into three', async () => {
    const results = await copyOfFinished();
    const labels = [1, 2, 3].map((trial) => `resnet8-vanilla-trial${trial}`);
    const files = resultsOf(results, labels);
    expect(files).toHaveLength(3);
    for (const file of files) {
      const result = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(file, JSON.stringify({ ...result, accuracy: 55 }));
    }
    await expectNamed(results, files, 'says accuracy 55, and metrics.jsonl ends with 8');
    expect((await run('suite', results)).exitCode).toBe(3);
  });

  test('where one is cut and another one empty', async () => {
    const results = await copyOfFinished();
    const files = resultsOf(results, ['resnet8-from-resnet20-KD-trial1', 'resnet20-teacher']);
    await truncate(files[0]!, 50);
    await truncate(files[1]!, 0);
    await expectNamed(results, files, 'is damaged: it is not JSON');
  });

  test('where metrics were altered with it, by the logits that a real training kept', async () => {
    const results = await mkdtemp(join(folder, 'trained-'));
    const part = ['--epochs', '1', '--trials', '1', '--distillers', 'vanilla'];
    const trained = await run('suite', results, ...part);
    expect(trained.exitCode, trained.stderr).toBe(0);
    expect((await run('report', results, ...part)).exitCode).toBe(0);
    const jobs = join(results, 'digits/jobs');
    const { result, metrics } = jobFiles(join(jobs, (await readdir(jobs))[0]!));
    for (const file of [result, metrics]) {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll(/("accuracy"|"testAccuracy"): ?[\d.]+/g, '$1:91'));
    }
    for (const command of ['check', 'report', 'report bundle']) {
      const { stderr, exitCode } = await run(command, results, ...part);
      expect(stderr).toContain(`${result} says accuracy 91, and by the logits in test-logits.safetensors it is `);
      expect(exitCode, command).toBe(3);
    }
  });
});
