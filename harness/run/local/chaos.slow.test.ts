import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { readJournal } from '../../results/journal/journal.ts';
import { processesBelow } from './fixtures/processes.ts';

const root = join(import.meta.dirname, '../../..');
const suite = join(import.meta.dirname, 'fixtures/chaos.ts');
const jobs = 8;
/** After so many kills, in any order, the suite is left in peace. */
const plannedKills = { runner: 4, worker: 7 };

/** Numbers from 0 to 1 that a failed test can be repeated with. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Runs the suite; all that it and its jobs write goes below the folder. */
function start(folder: string) {
  const command = ['scripts/start.mjs', 'suite', suite, '--results', join(folder, 'results')];
  return execa(process.execPath, [...command, '--teacher-cache', 'off', '--retries', '1000', '--retry-after', '1s'], {
    cwd: root,
    reject: false,
    env: { REDISTILL_DEVICE: 'cpu', TMPDIR: join(folder, 'tmp') },
  });
}

/** The jobs' results, without the times. */
async function outcome(folder: string) {
  const jobsFolder = join(folder, 'results/chaos/jobs');
  const results = await Promise.all(
    (await readdir(jobsFolder)).toSorted().map(async (name) => {
      const { seconds, environment, ...result } = JSON.parse(
        await readFile(join(jobsFolder, name, 'result.json'), 'utf8'),
      );
      const epochs = (await readFile(join(jobsFolder, name, 'metrics.jsonl'), 'utf8')).replaceAll(
        /"seconds":[\d.e-]+/g,
        '',
      );
      return { name, result, epochs };
    }),
  );
  return { results, table: await readFile(join(folder, 'results/chaos/table.md'), 'utf8') };
}

/** All files below a folder, without the numbers in the names of event files. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replace(/(events\.out\.tfevents)\..*/, '$1'))
    .toSorted();
}

test(`killed again and again, runner and workers, a suite of ${jobs} jobs ends as if nothing had been`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-chaos-'));
  const [calm, wild] = [join(folder, 'calm'), join(folder, 'wild')];
  const suiteFolder = join(wild, 'results/chaos');
  const workers = () => processesBelow(join(suiteFolder, 'jobs'));
  const seed = Date.now() >>> 0;
  console.log(`chaos seed ${seed}`);
  const random = randomFrom(seed);
  try {
    for (const place of [calm, wild]) await mkdir(join(place, 'tmp'), { recursive: true });
    const began = performance.now();
    expect(await start(calm)).toMatchObject({ exitCode: exitCode.done });
    // All kills together take less long than a calm run: however fast the machine is, they come before the suite ends.
    const longestPause = (performance.now() - began) / 11;

    const kills = { runner: 0, worker: 0 };
    const left = { ...plannedKills };
    let done = 0;
    for (let ended = false; !ended; ) {
      const runner = start(wild);
      runner.finally(() => {
        ended = true;
      });
      let isKilled = false;
      while (!ended && !isKilled) {
        const allLeft = left.runner + left.worker;
        if (allLeft === 0) {
          await runner;
          break;
        }
        await setTimeout(longestPause * (0.1 + 0.9 * random()));
        isKilled = random() * allLeft < left.runner;
        if (isKilled) {
          runner.kill('SIGKILL');
        } else {
          let victims = await workers();
          for (; victims.length === 0 && !ended; victims = await workers()) await setTimeout(20);
          if (ended) break;
          process.kill(victims[Math.floor(random() * victims.length)]!, 'SIGKILL');
        }
        const victim = isKilled ? 'runner' : 'worker';
        kills[victim]++;
        left[victim]--;
        const finished = (await readJournal(suiteFolder)).filter(({ event }) => event === 'done').length;
        expect(finished).toBeGreaterThanOrEqual(done);
        done = finished;
      }
      const end = await runner;
      // The kernel kills the jobs of a runner that is gone.
      await setTimeout(200);
      expect(await workers()).toEqual([]);
      if (!isKilled) expect(end, end.stderr).toMatchObject({ exitCode: exitCode.done });
      ended = !isKilled;
    }
    console.log(`killed the runner ${kills.runner} times and a worker ${kills.worker} times`);
    expect(kills.runner).toBeGreaterThan(2);
    expect(kills.worker).toBeGreaterThan(2);

    const finished = (await readJournal(suiteFolder)).flatMap((event) => (event.event === 'done' ? [event.job] : []));
    expect(finished).toHaveLength(jobs);
    expect(new Set(finished).size).toBe(jobs);
    expect(await outcome(wild)).toEqual(await outcome(calm));
    expect(await filesBelow(wild)).toEqual(await filesBelow(calm));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 1_500_000);
