import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { programCommand } from '../../base/typescript.ts';
import { printed } from './fixtures/printed.ts';
import { processesBelow } from './fixtures/processes.ts';
import { runSuite } from './fixtures/run-suite.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-run-'));
});
afterEach(() => rm(results, { recursive: true }));

beforeEach(() => {
  vi.stubEnv('REDISTILL_DEVICE', 'cpu');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs the small suite in this process, on the CPU. */
const run = (program: string, distillers = 'vanilla,KD', folder = results) =>
  printed(() => runSuite(program, folder, distillers));

/** Starts it in a process of its own. */
function start(program: string, distillers = 'vanilla,KD', folder = results) {
  const [node, ...args] = programCommand('harness/run/local/fixtures/run.ts');
  return execa(node, [...args, program, folder, distillers], { reject: false, env: { REDISTILL_DEVICE: 'cpu' } });
}

const jobsFolder = () => join(results, 'small', 'jobs');

async function folderOf(label: string): Promise<string> {
  const folders = await readdir(jobsFolder());
  return join(jobsFolder(), folders.find((name) => name.startsWith(`${label}-`)) ?? 'none');
}

const startsOf = async (label: string) => (await readFile(join(await folderOf(label), 'starts.txt'), 'utf8')).trim();

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

/** The processes that train a job below a folder. */
const processesIn = (folder: string) => processesBelow(join(folder, 'small/jobs'));

describe('a suite whose jobs all succeed', () => {
  test('prints the table, writes its files and ends with 0', async () => {
    const { stdout, exitCode: code } = await start('succeed.mjs');
    expect(code).toBe(exitCode.done);
    expect(stdout).toContain('| KD                | 91.50 (0.71) | 91.50 (0.71) |');
    const tables = join(results, 'small/selections/distillers-vanilla,KD');
    expect(await readFile(join(tables, 'table.md'), 'utf8')).toContain('Student (vanilla) | 91.50 (0.71)');
    expect(await readFile(join(tables, 'table.csv'), 'utf8')).toContain('resnet32,resnet8,KD,2,91.5,0.7071,91 92');
  });

  test('gives each job its threads and hides the GPUs, and logs what is no epoch', async () => {
    await run('succeed.mjs', 'vanilla');
    expect(await startsOf('resnet8-vanilla-trial1')).toBe('1 thread, GPU -1');
    const log = await readFile(join(await folderOf('resnet8-vanilla-trial1'), 'log.txt'), 'utf8');
    expect(log).toBe('something that a library prints\n');
  });

  test('tells a student where its teacher is', async () => {
    await run('succeed.mjs');
    const folder = await folderOf('resnet8-from-resnet32-KD-trial1');
    const { teacherFolders } = JSON.parse(await readFile(join(folder, 'job.json'), 'utf8'));
    expect(join(folder, teacherFolders[0])).toBe(await folderOf('resnet32-teacher'));
  });

  test('runs nothing again', async () => {
    await run('succeed.mjs');
    const { stdout, stderr, exitCode: code } = await run('succeed.mjs');
    expect(code).toBe(exitCode.done);
    expect(stderr).toBe('');
    expect(stdout).toContain('91.50 (0.71)');
    expect((await startsOf('resnet8-vanilla-trial2')).split('\n')).toHaveLength(1);
  });

  test('runs a job again whose result is damaged, and no other', async () => {
    await run('succeed.mjs');
    await writeFile(join(await folderOf('resnet8-vanilla-trial1'), 'result.json'), '{"job":');
    const { stderr, exitCode: code } = await run('succeed.mjs');
    expect(code).toBe(exitCode.done);
    expect(stderr).toContain('result.json is damaged: it is not JSON; a job whose result is damaged runs again');
    expect((await startsOf('resnet8-vanilla-trial1')).split('\n')).toHaveLength(2);
    expect((await startsOf('resnet8-vanilla-trial2')).split('\n')).toHaveLength(1);
  });
});

describe('a job that fails', () => {
  test('takes its dependants with it and no other job, and the end is 7', async () => {
    const { stdout, stderr, exitCode: code } = await run('fail-resnet32.mjs');
    expect(code).toBe(exitCode.jobsFailed);
    expect(stderr).toContain(
      'failed: resnet32-teacher: its loss became NaN or infinite: the loss of epoch 1 is NaN. Lower the rate.',
    );
    expect(stderr).toContain('skipped: resnet8-from-resnet32-KD-trial2, as resnet32-teacher failed');
    expect(stdout).toContain('| KD                | 91.50 (0.71) |       failed |');
  });

  test('runs again the next time, and what hung on it too', async () => {
    await run('fail-resnet32.mjs');
    expect(await run('succeed.mjs')).toMatchObject({ exitCode: exitCode.done });
    expect((await startsOf('resnet20-teacher')).split('\n')).toHaveLength(1);
    expect((await startsOf('resnet8-from-resnet32-KD-trial1')).split('\n')).toHaveLength(1);
  });

  test('without a result and without a word is reported', async () => {
    const { stderr, exitCode: code } = await run('vanish.mjs', 'vanilla');
    expect(code).toBe(exitCode.jobsFailed);
    expect(stderr).toContain('failed: resnet8-vanilla-trial1: it ended without a result.');
  });
});

describe('a signal to the runner', () => {
  const running = async () => (await processesIn(results)).length > 0;
  /** Has every job that runs got its signal handlers? */
  const listening = async () => {
    const jobs = await processesIn(results);
    const files = await readdir(jobsFolder(), { recursive: true }).catch(() => []);
    return jobs.length > 0 && files.filter((file) => file.endsWith('listening')).length >= jobs.length;
  };

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the jobs, and the end is 130', async (signal) => {
    const runner = start('wait.mjs');
    await until(listening);
    runner.kill(signal);
    const { stderr, stdout, exitCode: code } = await runner;
    expect(code).toBe(exitCode.stopped);
    expect(stderr).toContain('stopped; the same command continues from there.');
    expect(stderr.match(/^started/gm)?.length).toBe(stderr.match(/^stopped:/gm)?.length);
    expect(stdout).toBe('');
    expect(await processesIn(results)).toEqual([]);
  });

  test('that comes twice at once is one Ctrl-C; a second one later kills the jobs', async () => {
    const runner = start('deaf.mjs', 'vanilla');
    await until(listening);
    runner.kill('SIGINT');
    await setTimeout(50);
    runner.kill('SIGINT');
    await setTimeout(800);
    expect(await running()).toBe(true);
    runner.kill('SIGINT');
    expect(await runner).toMatchObject({ exitCode: exitCode.stopped });
    expect(await processesIn(results)).toEqual([]);
  });

  test('leaves a suite that goes on where it was', async () => {
    const runner = start('wait.mjs', 'vanilla');
    await until(listening);
    runner.kill('SIGTERM');
    await runner;
    expect(await run('succeed.mjs', 'vanilla')).toMatchObject({ exitCode: exitCode.done });
  });
});

describe('a results folder', () => {
  test('that cannot be written ends the run before a job starts', async () => {
    await writeFile(join(results, 'file'), '');
    const { stderr, exitCode: code } = await run('succeed.mjs', 'vanilla', join(results, 'file/results'));
    expect(code).toBe(exitCode.storage);
    expect(stderr.replace(results, '/RESULTS').replace(results, '/RESULTS')).toMatchInlineSnapshot(
      `"redistill: /RESULTS/file/results/small cannot be written: ENOTDIR: not a directory, mkdir '/RESULTS/file/results/small'. Give write permission, or another folder with --results DIR, then start again: what was running continues from its last checkpoint"`,
    );
  });

  test('on a file system that is not for files too', async () => {
    const { stderr, exitCode: code } = await run('succeed.mjs', 'vanilla', '/sys/results');
    expect(code).toBe(exitCode.storage);
    expect(stderr).toMatch(/^redistill: \/sys\/results\/small cannot be written: /);
  });

  test('in which another run is at work is left alone', async () => {
    const first = start('wait.mjs', 'vanilla');
    await until(async () => (await processesIn(results)).length > 0);
    const { stderr, exitCode: code } = await run('succeed.mjs', 'vanilla');
    first.kill('SIGKILL');
    await first;
    for (const id of await processesIn(results)) process.kill(id, 'SIGKILL');
    expect(code).toBe(exitCode.storage);
    expect(stderr).toContain(`another run is using ${results}/small`);
    // A killed run leaves no claim behind.
    expect(await run('succeed.mjs', 'vanilla')).toMatchObject({ exitCode: exitCode.done });
  });

  test('with another job in a folder is not overwritten', async () => {
    await run('succeed.mjs', 'vanilla');
    const folder = await folderOf('resnet8-vanilla-trial1');
    await writeFile(join(folder, 'job.json'), '{"id":"0123456789ab"}');
    const { stderr, exitCode: code } = await run('succeed.mjs', 'vanilla');
    expect(code).toBe(exitCode.data);
    expect(stderr).toContain('job.json is of the job 0123456789ab, and');
    expect(await readFile(join(folder, 'job.json'), 'utf8')).toBe('{"id":"0123456789ab"}');
  });

  test('with a job under an older label is used', async () => {
    await run('succeed.mjs', 'vanilla');
    const folder = await folderOf('resnet8-vanilla-trial1');
    await rename(folder, folder.replace('vanilla', 'plain'));
    expect(await run('succeed.mjs', 'vanilla')).toMatchObject({ exitCode: exitCode.done, stderr: '' });
    expect(existsSync(folder)).toBe(false);
  });
});
