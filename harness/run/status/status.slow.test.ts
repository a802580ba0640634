import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { programCommand } from '../../base/typescript.ts';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { processesBelow } from '../local/fixtures/processes.ts';

const file = 'harness/suite/fixtures/small.ts';
const root = join(import.meta.dirname, '../../..');
const newFolder = () => mkdtemp(join(tmpdir(), 'redistill-status-'));
const remove = (folder: string) => rm(folder, { recursive: true, force: true });

/** Starts the small suite in a process of its own, on the CPU, with one of the runner's fixtures instead of training. */
function start(program: string, results: string, distillers = 'vanilla') {
  const [node, ...args] = programCommand('harness/run/local/fixtures/run.ts');
  return execa(node, [...args, program, results, distillers], {
    cwd: root,
    reject: false,
    env: { REDISTILL_DEVICE: 'cpu' },
  });
}

/** `suite COMMAND small.ts ...` in this process, which is another one than the runner's. */
async function ask(command: 'status' | 'logs', results: string, ...args: string[]) {
  vi.stubEnv('npm_lifecycle_event', undefined);
  const { code, out, err } = await redistill('suite', command, file, ...args, '--results', results);
  return { exitCode: code, stdout: out, stderr: err };
}

async function jsonOf(results: string, ...selection: string[]) {
  const { stdout } = await ask('status', results, ...selection, '--json');
  // One line, as programs read it.
  expect(stdout).not.toContain('\n');
  return JSON.parse(stdout) as {
    suite: string;
    selection: object;
    runner?: { host: string; pid: number };
    secondsLeft?: number;
    jobs: { job: string; label: string; state: string; starts: number; accuracy?: number; reason?: string }[];
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

/** How many jobs have written such a file into their folders. */
async function count(results: string, name: string): Promise<number> {
  const files = await readdir(join(results, 'small/jobs'), { recursive: true }).catch(() => []);
  return files.filter((path) => path.endsWith(name)).length;
}

/** Ends a runner and its jobs. */
async function stop(runner: ReturnType<typeof start>): Promise<void> {
  runner.kill('SIGTERM');
  await runner;
}

describe('the status of a suite', () => {
  let results: string;
  beforeEach(async () => {
    results = await newFolder();
  });
  afterEach(() => remove(results));

  test('that was never run is a sentence, and the end is 2', async () => {
    const { stdout, stderr, exitCode: code } = await ask('status', results);
    expect(code).toBe(exitCode.configuration);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `redistill: the suite small has never run in ${results}. ` +
        `Run \`npm run suite ${file} -- --results ${results}\`, or give the folder of its results with --results DIR`,
    );
    expect(await ask('logs', results, 'resnet8')).toMatchObject({ exitCode: exitCode.configuration });
  });

  test('that runs is told from another process, and the runner goes on', async () => {
    const runner = start('beat.mjs', results);
    await until(async () => (await count(results, 'heartbeat.json')) > 0);
    const { stdout, exitCode: code } = await ask('status', results);
    const json = await jsonOf(results);
    expect(code).toBe(exitCode.done);
    expect(stdout).toMatch(
      new RegExp(
        `^A small suite: process ${runner.pid} on ${hostname()} runs it\nSelection: --distillers vanilla\n0 of 2 jobs done, [12] running\n`,
      ),
    );
    expect(stdout).toMatch(/^Running:\n {2}resnet8-vanilla-trial1 {2}epoch 1\/8 0%, CPU$/m);
    expect(json).toMatchObject({ suite: 'small', runner: { host: hostname(), pid: runner.pid } });
    expect(json.jobs[0]).toMatchObject({
      label: 'resnet8-vanilla-trial1',
      state: 'running',
      starts: 1,
      heartbeat: { epoch: 1, steps: 9, device: 'CPU' },
    });
    expect(runner.exitCode).toBeNull();
    await stop(runner);
  });

  test('that was stopped, or whose runner was killed, names no job as running', async () => {
    const stopped = start('beat.mjs', results);
    await until(async () => (await count(results, 'heartbeat.json')) > 0);
    await stop(stopped);
    const whenStopped = 'A small suite: no process runs it now\nSelection: --distillers vanilla\n0 of 2 jobs done';
    expect((await ask('status', results, ...vanilla)).stdout).toBe(whenStopped);

    const killed = start('wait.mjs', results);
    await until(async () => (await count(results, 'listening')) > 0);
    killed.kill('SIGKILL');
    await killed;
    for (const id of await processesBelow(results)) process.kill(id, 'SIGKILL');
    expect((await ask('status', results, ...vanilla)).stdout).toBe(whenStopped);
    expect((await jsonOf(results, ...vanilla)).jobs.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  });

  test('tells what failed at first, and why', async () => {
    expect(await start('die-once.mjs', results)).toMatchObject({ exitCode: exitCode.done });
    const { stdout } = await ask('status', results, ...vanilla);
    const why = 'it was killed (SIGKILL), perhaps because memory ran out';
    expect(stdout).toBe(
      [
        'A small suite: no process runs it now\nSelection: --distillers vanilla\n2 of 2 jobs done\n\nDone on another try:',
        `  resnet8-vanilla-trial1, after: ${why}`,
        `  resnet8-vanilla-trial2, after: ${why}`,
      ].join('\n'),
    );
    const { jobs } = await jsonOf(results, ...vanilla);
    expect(jobs[0]).toMatchObject({ state: 'done', starts: 2, accuracy: 91, passedAfter: why });
  });
});

/** As the runner of these tests is started, by default. */
const vanilla = ['--distillers', 'vanilla'];

describe('a suite that is over', () => {
  const part = ['--distillers', 'vanilla,kd'];
  let results: string;
  beforeAll(async () => {
    results = await newFolder();
    await start('fail-resnet32.mjs', results, 'vanilla,KD');
  });
  afterAll(() => remove(results));
  const logs = (job: string) => ask('logs', results, job);

  test('has its failures, what was skipped for them, and nobody who runs it', async () => {
    const { stdout, exitCode: code } = await ask('status', results, ...part);
    expect(code).toBe(exitCode.done);
    expect(stdout).toMatchInlineSnapshot(`
      "A small suite: no process runs it now
      Selection: --distillers vanilla,KD
      5 of 8 jobs done, 1 failed, 2 skipped

      Failed:
        resnet32-teacher: its loss became NaN or infinite: the loss of epoch 1 is NaN. Lower the rate (try 1)"
    `);
  });

  test('as JSON has each job with its state', async () => {
    const { suite, selection, runner, jobs } = await jsonOf(results, ...part);
    expect({ suite, selection, runner }).toEqual({
      suite: 'small',
      selection: { distillers: ['vanilla', 'KD'] },
      runner: undefined,
    });
    expect(jobs.map(({ label, state, starts }) => `${label} ${state} ${starts}`)).toMatchInlineSnapshot(`
      [
        "resnet20-teacher done 1",
        "resnet32-teacher failed 1",
        "resnet8-vanilla-trial1 done 1",
        "resnet8-from-resnet20-KD-trial1 done 1",
        "resnet8-from-resnet32-KD-trial1 skipped 0",
        "resnet8-vanilla-trial2 done 1",
        "resnet8-from-resnet20-KD-trial2 done 1",
        "resnet8-from-resnet32-KD-trial2 skipped 0",
      ]
    `);
  });

  test('is all of it where no part is asked for', async () => {
    const { stdout } = await ask('status', results);
    expect(stdout).toContain("Selection: the suite's own\n5 of 12 jobs done, 1 failed, 2 skipped");
  });

  test('as JSON has why a job failed, and the accuracy of one that is done', async () => {
    const { jobs } = await jsonOf(results);
    expect(jobs.find(({ label }) => label === 'resnet32-teacher')?.reason).toContain('the loss of epoch 1 is NaN');
    expect(jobs.find(({ label }) => label === 'resnet8-vanilla-trial2')?.accuracy).toBe(92);
  });

  test("prints a job's log and metrics, by the beginning of its name", async () => {
    const { stdout, exitCode: code } = await logs('resnet32-t');
    expect(code).toBe(exitCode.done);
    expect(stdout).toMatch(
      /small\/jobs\/resnet32-teacher-[0-9a-f]{8}\/log\.txt:\nredistill: the loss of epoch 1 is NaN/,
    );
  });

  test("takes a job's whole name, and its identity", async () => {
    const [first] = (await jsonOf(results)).jobs;
    const byName = await logs(first!.label);
    expect(byName.exitCode).toBe(exitCode.done);
    expect((await logs(first!.job.slice(0, 8))).stdout).toBe(byName.stdout);
  });

  test('says of a job that was never started that there is nothing', async () => {
    const { stdout, stderr, exitCode: code } = await logs('resnet8-from-resnet32-KD-trial1');
    expect({ stdout, stderr, code }).toEqual({
      stdout: '',
      stderr: 'redistill: resnet8-from-resnet32-KD-trial1 has written neither a log nor metrics so far',
      code: exitCode.done,
    });
  });

  test('names jobs where several begin so, and the nearest where none does', async () => {
    const several = await logs('resnet8-from');
    expect(several.exitCode).toBe(exitCode.configuration);
    expect(several.stderr).toMatchInlineSnapshot(
      `"redistill: 8 jobs begin with 'resnet8-from'. Give one, such as resnet8-from-resnet20-KD-trial1, resnet8-from-resnet20-CRD+KD-trial1, resnet8-from-resnet32-KD-trial1, resnet8-from-resnet32-CRD+KD-trial1, resnet8-from-resnet20-KD-trial2"`,
    );
    const none = await logs('resnet8-vanila-trial1');
    expect(none.exitCode).toBe(exitCode.configuration);
    expect(none.stderr).toMatchInlineSnapshot(
      `"redistill: the suite small has no job 'resnet8-vanila-trial1'. Did you mean resnet8-vanilla-trial1? See \`npm run suite harness/suite/fixtures/small.ts -- --dry-run --jobs\` for all of them"`,
    );
  });
});
