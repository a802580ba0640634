import { appendFile, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { programCommand } from '../../base/typescript.ts';
import { historyOf } from '../../results/journal/history.ts';
import { journalFile, readJournal } from '../../results/journal/journal.ts';
import { processesBelow } from './fixtures/processes.ts';
import type { Limits } from './limits.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-faults-'));
});
afterEach(() => rm(results, { recursive: true, force: true }));

interface Start {
  distillers?: string;
  limits?: Partial<Limits>;
  imports?: string[];
  options?: { uid?: number; gid?: number; env?: Record<string, string> };
}

/** Starts the small suite in a process of its own, on the CPU; vanilla alone is two jobs. */
function start(program: string, { distillers = 'vanilla', limits = {}, imports = [], options = {} }: Start = {}) {
  const preloaded = imports.flatMap((module) => ['--import', module]);
  const [node, ...runner] = programCommand('harness/run/local/fixtures/run.ts');
  const args = [...preloaded, ...runner, program, results, distillers, JSON.stringify(limits)];
  return execa(node, args, {
    reject: false,
    ...options,
    env: { REDISTILL_DEVICE: 'cpu', ...options.env },
  });
}

const suiteFolder = () => join(results, 'small');
const workers = () => processesBelow(join(suiteFolder(), 'jobs'));

/** Waits for that many jobs that have got their signal handlers. */
async function listening(count: number): Promise<number[]> {
  for (;;) {
    const files = await readdir(suiteFolder(), { recursive: true }).catch(() => []);
    const found = await workers();
    if (found.length === count && files.filter((file) => file.endsWith('listening')).length >= count) return found;
    await setTimeout(20);
  }
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It is gone.
  }
}

const isRoot = process.getuid?.() === 0;

describe('a job that hangs', () => {
  test('is killed when it has shown no sign of life for so long, and tried again', async () => {
    const runner = start('deaf.mjs', { limits: { stallSeconds: 2 } });
    for (const id of await listening(2)) process.kill(id, 'SIGSTOP');
    const { exitCode: code, stderr } = await runner;
    expect(code).toBe(exitCode.jobsFailed);
    expect(stderr).toContain(
      'failed: resnet8-vanilla-trial1: it showed no sign of life for 2s, and was killed. It is tried again in 1s.',
    );
    expect(await workers()).toEqual([]);
    const events = await readJournal(suiteFolder());
    const failed = events.flatMap((event) => (event.event === 'failed' ? [event] : []));
    expect(failed.map(({ cause, attempt }) => [cause, attempt])).toEqual([
      ['stalled', 1],
      ['stalled', 1],
      ['stalled', 2],
      ['stalled', 2],
    ]);
  });

  test('is told from one that is slow', async () => {
    const { exitCode: code } = await start('beat.mjs 5', { limits: { stallSeconds: 2 } });
    expect(code).toBe(exitCode.done);
  });
});

test('no job outlives its runner, not even one that is stopped', async () => {
  const runner = start('deaf.mjs');
  for (const id of await listening(2)) process.kill(id, 'SIGSTOP');
  runner.kill('SIGKILL');
  await runner;
  await setTimeout(200);
  expect(await workers()).toEqual([]);
});

test('a job that takes longer than its limit is stopped, and not tried again', async () => {
  const { exitCode: code, stderr } = await start('beat.mjs', { limits: { seconds: 2 } });
  expect(code).toBe(exitCode.jobsFailed);
  expect(stderr).toContain('failed: resnet8-vanilla-trial1: it took longer than its limit of 2s.');
  expect(stderr).not.toContain('tried again');
});

test('a clock that jumps by hours makes no job late', async () => {
  const clock = join(import.meta.dirname, 'fixtures/jumping-clock.mjs');
  const { exitCode: code, stderr } = await start('beat.mjs 4', {
    limits: { stallSeconds: 3, seconds: 60 },
    imports: [clock],
  });
  expect(code, stderr).toBe(exitCode.done);
  const times = (await readJournal(suiteFolder())).map(({ at }) => Date.parse(at));
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(36_000_000);
});

describe('a job that is ended from outside', () => {
  test.each([
    ['SIGTERM', 'stopped from outside', 'something else stopped it'],
    ['SIGKILL', 'killed', 'it was killed (SIGKILL), perhaps because memory ran out'],
  ] as const)('by %s is tried again, and marked', async (signal, cause, reason) => {
    const runner = start('once.mjs');
    const [worker] = await listening(2);
    process.kill(worker!, signal);
    await setTimeout(500);
    // The other one waits for ever otherwise.
    for (const id of await workers()) kill(id);
    const { exitCode: code, stderr } = await runner;
    expect(code, stderr).toBe(exitCode.done);
    expect(stderr).toContain(`${reason}. It is tried again in 1s.`);
    expect(stderr).toContain(', on try 2');
    const histories = [...historyOf(await readJournal(suiteFolder())).values()];
    expect(histories.map(({ passedAfter }) => passedAfter)).toContain(reason);
    expect((await readJournal(suiteFolder())).some((event) => event.event === 'failed' && event.cause === cause)).toBe(
      true,
    );
  });
});

test('a job that runs out of memory says so, and is tried again', async () => {
  const { exitCode: code, stderr } = await start('hog.mjs', {
    options: { env: { NODE_OPTIONS: '--max-old-space-size=150' } },
  });
  expect(code).toBe(exitCode.jobsFailed);
  expect(stderr).toMatch(/failed: resnet8-vanilla-trial1: memory ran out: .* It is tried again/);
}, 60_000);

describe('a journal', () => {
  test('that was cut is taken up where it is whole', async () => {
    await start('succeed.mjs');
    const before = await readJournal(suiteFolder());
    await appendFile(journalFile(suiteFolder()), '{"event":"done","job":"0123');
    expect(await readJournal(suiteFolder())).toEqual(before);
    expect(await start('succeed.mjs', { distillers: 'vanilla,KD' })).toMatchObject({ exitCode: exitCode.done });
    const after = await readJournal(suiteFolder());
    expect(after.slice(0, before.length)).toEqual(before);
    const text = await readFile(journalFile(suiteFolder()), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(after.length);
  });

  test('that is gone is made anew from the results', async () => {
    await start('succeed.mjs');
    await rm(journalFile(suiteFolder()));
    expect(await start('succeed.mjs', { distillers: 'vanilla,KD' })).toMatchObject({ exitCode: exitCode.done });
    const done = (await readJournal(suiteFolder())).filter(({ event }) => event === 'done');
    expect(done).toHaveLength(8);
  });
});

describe('the file that says who runs a suite', () => {
  test("keeps other machines' runs apart", async () => {
    await mkdir(suiteFolder(), { recursive: true });
    await writeFile(join(suiteFolder(), 'runner.json'), '{"host":"another-machine","pid":7}');
    const { exitCode: code, stderr } = await start('succeed.mjs');
    expect(code).toBe(exitCode.storage);
    expect(stderr).toMatch(/another run, process 7 on another-machine, is using .*\. Wait until it ends; if another/);
  });

  test('is taken over where it is left of this machine, and gone at the end', async () => {
    await mkdir(suiteFolder(), { recursive: true });
    await writeFile(join(suiteFolder(), 'runner.json'), JSON.stringify({ host: hostname(), pid: process.pid }));
    expect(await start('succeed.mjs')).toMatchObject({ exitCode: exitCode.done });
    expect(await readdir(suiteFolder())).not.toContain('runner.json');
  });
});

describe('a results folder', () => {
  test('that becomes read-only stops the run, and loses nothing', async () => {
    // Permissions do not hold for root.
    const user = isRoot ? { uid: 65534, gid: 65534 } : {};
    if (isRoot) await chown(results, 65534, 65534);
    const options = { options: { ...user, env: { TMPDIR: results, HOME: results } } };
    const runner = start('once.mjs', { distillers: 'vanilla,KD', ...options });
    const [worker] = await listening(2);
    await chmod(join(suiteFolder(), 'jobs'), 0o555);
    process.kill(worker!, 'SIGKILL');
    // What comes next needs a folder of its own.
    for (const id of await workers()) kill(id);
    const { exitCode: code, stderr } = await runner;
    expect(code, stderr).toBe(exitCode.storage);
    expect(stderr).toMatch(/redistill: .*jobs.* cannot be written: EACCES/);
    expect(await workers()).toEqual([]);
    await chmod(join(suiteFolder(), 'jobs'), 0o755);
    expect(await start('succeed.mjs', { distillers: 'vanilla,KD', ...options })).toMatchObject({
      exitCode: exitCode.done,
    });
  });

  test('on a disk that fills up stops the run, and loses nothing', async (context) => {
    const disk = ['-t', 'tmpfs', '-o', 'size=48k', 'redistill-test', results];
    const mounted = await execa('mount', disk, { reject: false });
    // Only root may mount; CI is root.
    if (mounted.failed) return context.skip('mounting a small disk needs root');
    try {
      const { exitCode: code, stderr } = await start('succeed.mjs', { distillers: 'all' });
      expect(code, stderr).toBe(exitCode.storage);
      expect(stderr).toMatch(/redistill: .* cannot be written: the disk is full\. Make room/);
      expect(await workers()).toEqual([]);
      const done = (await readJournal(suiteFolder())).filter(({ event }) => event === 'done').length;
      expect(done).toBeGreaterThan(0);
      await execa('mount', ['-o', 'remount,size=8m', results]);
      expect(await start('succeed.mjs', { distillers: 'all' })).toMatchObject({ exitCode: exitCode.done });
      const finished = (await readJournal(suiteFolder())).flatMap((event) =>
        event.event === 'done' ? [event.job] : [],
      );
      expect(new Set(finished).size).toBe(finished.length);
    } finally {
      await execa('umount', [results]);
    }
  });
});
