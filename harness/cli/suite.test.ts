import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';

const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-suite-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A suite that trains for real, in seconds. */
const suite = {
  name: 'tiny',
  title: 'A tiny suite',
  description: 'For a test.',
  dataset: { name: 'digits', training: 128, test: 100 },
  recipe: { epochs: 4, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [3], dropFactor: 0.1 },
  tables: [{ name: 'tiny', pairs: [{ teacher: 'resnet8', student: 'resnet8' }], trials: 1 }],
  distillers: [
    { name: 'vanilla', gamma: 1, alpha: 0, beta: 0, source: 'a test' },
    { name: 'KD', gamma: 0.1, alpha: 0.9, beta: 0, source: 'a test' },
  ],
};

const file = join(folder, 'tiny.json');
await writeFile(file, JSON.stringify(suite));

/** `npm run suite` as a user types it, without npm. */
function run(results: string, ...words: string[]) {
  const command = ['scripts/start.mjs', 'suite', ...words, file, '--results', join(folder, results)];
  return execa(process.execPath, command, { cwd: root, reject: false });
}

function logs(results: string, job: string) {
  const command = ['scripts/start.mjs', 'suite', 'logs', file, job, '--results', join(folder, results)];
  return execa(process.execPath, command, { cwd: root, reject: false });
}

const jobsOf = (results: string) => join(folder, results, 'tiny/jobs');

async function weightsOf(results: string): Promise<Record<string, string>> {
  const names = (await readdir(jobsOf(results))).toSorted();
  const entries = names.map(async (name) => {
    const result = JSON.parse(await readFile(join(jobsOf(results), name, 'result.json'), 'utf8'));
    return [name, result.weights as string] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

let whole: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  whole = await run('whole');
});

test('from a declaration to a table; neither Ctrl-C in the middle nor a killed runner costs anything', async () => {
  expect(whole.exitCode, whole.stderr).toBe(exitCode.done);
  expect(whole.stdout).toMatch(/\| Teacher +\| +\d+\.\d\d \|/);
  expect(whole.stdout).toMatch(/\| KD +\| +\d+\.\d\d \|/);
  expect(whole.stdout).toContain(join(folder, 'whole/tiny/table.md'));
  // The last line names the page to open, which is there.
  const page = join(folder, 'whole/tiny/report.html');
  expect(whole.stdout.trimEnd().split('\n').at(-1)).toBe(`The page is ${page}`);
  expect(await readFile(page, 'utf8')).toContain('All 3 jobs are done.');

  // As soon as a first checkpoint is there.
  const stopped = run('stopped');
  await Promise.race([stopped, first('checkpoint.safetensors', 'stopped')]);
  stopped.kill('SIGINT');
  const { exitCode: code, stderr } = await stopped;
  expect(code).toBe(exitCode.stopped);
  expect(stderr).toContain('redistill: stopped; the same command continues from there.');

  // Once a job is done, another one is still to be: a killed runner leaves none running.
  const killed = run('stopped');
  await Promise.race([killed, first('result.json', 'stopped')]);
  killed.kill('SIGKILL');
  expect((await killed).signal).toBe('SIGKILL');
  while (await trainingIn('stopped')) await setTimeout(100);

  const goneOn = await run('stopped');
  expect(goneOn.exitCode, goneOn.stderr).toBe(exitCode.done);
  expect(await weightsOf('stopped')).toEqual(await weightsOf('whole'));
  expect(goneOn.stdout.split('The tables of')[0]).toBe(whole.stdout.split('The tables of')[0]);

  const { mtimeMs } = await stat(join(folder, 'stopped/tiny/report.html'));
  const again = await run('stopped');
  expect(again.stderr).toBe('');
  expect(again.stdout).toBe(goneOn.stdout);
  // Where nothing has run since, the page is not made again.
  expect((await stat(join(folder, 'stopped/tiny/report.html'))).mtimeMs).toBe(mtimeMs);
});

/** Is a job of these results being trained? */
async function trainingIn(results: string): Promise<boolean> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(commands)).some((command) => command.includes(`train/job/main.ts\0${jobsOf(results)}`));
}

/** Waits until one of the jobs has such a file. */
async function first(name: string, results: string): Promise<void> {
  for (;;) {
    const files = await readdir(jobsOf(results), { recursive: true }).catch(() => []);
    if (files.some((file) => file.endsWith(name))) return;
    await setTimeout(20);
  }
}

test('a suite that is done has an end of its events too, and no other line', async () => {
  const { stdout, stderr, exitCode: code } = await run('whole', '--json');
  expect({ stderr, code }).toEqual({ stderr: '', code: exitCode.done });
  expect(JSON.parse(stdout)).toEqual({ event: 'run ended', at: expect.any(String), exitCode: exitCode.done });
});

test('logs are of the job that has run, not of its namesake in the whole suite', async () => {
  await run('part', '--epochs', '1', '--distillers', 'vanilla', '--quiet');
  const { stdout } = await logs('part', 'resnet8-vanilla-trial1');
  expect(stdout).toMatch(/metrics\.jsonl:\nepoch .*\n +1 /);
});
