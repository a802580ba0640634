import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shared } from '../../base/files/fixtures/shared.ts';
import { exitCode } from '../../base/problem.ts';
import type { Event } from '../../results/journal/events.ts';
import { readJournal } from '../../results/journal/journal.ts';
import { type Cluster, startCluster, whyNoCluster } from './fixtures/cluster.ts';

const reason = whyNoCluster();
if (reason) console.log(`The tests against a real Slurm are skipped: ${reason}.`);
// All at once: each waits for the queue most of the time. What takes longest begins.
const slurmTest = test.skipIf(reason !== undefined).concurrent;

const root = join(import.meta.dirname, '../../..');
const chaos = 'harness/run/local/fixtures/chaos.ts';
/** With a short name, as the path of a socket has room for 107 letters. */
const folder = reason ? '' : await mkdtemp(join(tmpdir(), 'rs-'));
let cluster: Cluster;

beforeAll(async () => {
  if (!reason) cluster = await startCluster(join(folder, 'cluster'));
});
afterAll(async () => {
  await cluster?.stop();
  if (!reason) await rm(folder, { recursive: true, force: true });
});

/** `npm run suite -- ...` as a user types it, without npm. */
function suite(...args: string[]) {
  return execa(process.execPath, ['scripts/start.mjs', 'suite', ...args], {
    cwd: root,
    reject: false,
    env: { ...cluster.environment, REDISTILL_DEVICE: 'cpu' },
  });
}

const slurm = (program: string, ...args: string[]) => execa(program, args, { env: cluster.environment });

let sites = 0;
/** The arguments that run a suite on the cluster. */
async function onSlurm(results: string, site: object = {}): Promise<string[]> {
  const file = join(folder, `site-${++sites}.json`);
  await writeFile(file, JSON.stringify({ partition: 'main', pollSeconds: 0.5, ...site }));
  return ['--executor', 'slurm', '--slurm', file, '--results', join(folder, results)];
}

const eventsOf = (results: string, name: string) => readJournal(join(folder, results, name));
const ofKind = <Kind extends Event['event']>(events: Event[], kind: Kind) =>
  events.filter((event): event is Extract<Event, { event: Kind }> => event.event === kind);

/** Waits until the journal has an event, and returns it. */
async function eventually(results: string, name: string, wanted: (event: Event) => boolean): Promise<Event> {
  for (let looks = 0; looks < 1500; looks++) {
    const found = (await eventsOf(results, name)).find(wanted);
    if (found) return found;
    await setTimeout(200);
  }
  throw new Error('the event did not come');
}

/** What the journal has noted of arrays, once there are that many. */
async function arraysOf(results: string, name: string, count: number) {
  for (let looks = 0; looks < 1500; looks++) {
    const arrays = ofKind(await eventsOf(results, name), 'submitted');
    if (arrays.length >= count) return arrays;
    await setTimeout(200);
  }
  throw new Error('the arrays were not submitted');
}

/** The jobs' results, without times and machine. */
async function outcome(results: string) {
  const jobs = join(results, 'digits/jobs');
  const names = (await readdir(jobs)).toSorted();
  return Promise.all(
    names.map(async (job) => {
      const { seconds, ...result } = JSON.parse(await readFile(join(jobs, job, 'result.json'), 'utf8'));
      return { job, result };
    }),
  );
}

const queue = async () => (await slurm('squeue', '--noheader', '--array', '--format=%j|%F|%K|%T|%E')).stdout;

slurmTest('a job whose time is over writes a checkpoint, is queued again and continues from there', async () => {
  const site = { time: '1', checkpointSeconds: 40 };
  const args = ['digits', '--epochs', '45', '--distillers', 'vanilla', '--trials', '1'];
  const run = await suite(...args, ...(await onSlurm('time', site)));
  expect(run, run.stderr).toMatchObject({ exitCode: exitCode.done });
  const events = await eventsOf('time', 'digits');
  expect(ofKind(events, 'submitted')).toHaveLength(1);
  expect(ofKind(events, 'stopped').length).toBeGreaterThan(0);
  expect(ofKind(events, 'failed')).toEqual([]);
});

slurmTest(
  'digits on a cluster: a job cancelled from outside, resumed, gives what this machine alone gives',
  async () => {
    const digits = ['digits', '--epochs', '1', '--trials', '1'];
    const local = await shared('short-digits', async (results) => {
      const run = await suite(...digits, '--results', results);
      expect(run, run.stderr).toMatchObject({ exitCode: exitCode.done });
    });

    const run = suite(...digits, ...(await onSlurm('cluster-run')));
    const submitted = await arraysOf('cluster-run', 'digits', 3);
    // The teacher, the vanilla student that needs none, and those that learn from it.
    expect(submitted.map(({ tasks }) => tasks.length)).toEqual([1, 1, 3]);
    const [teachers, , waiting] = submitted;
    expect(await queue()).toMatch(
      new RegExp(`^digits-waiting-\\w+\\|${waiting!.array}\\|2\\|PENDING\\|afterany:${teachers!.array}_0`, 'm'),
    );
    await slurm('scancel', `${waiting!.array}_1`);
    const first = await run;
    expect(first, first.stderr).toMatchObject({ exitCode: exitCode.jobsFailed });
    const events = await eventsOf('cluster-run', 'digits');
    expect(ofKind(events, 'failed')).toMatchObject([{ job: waiting!.tasks[1], cause: 'stopped from outside' }]);
    expect(ofKind(events, 'done')).toHaveLength(4);

    const second = await suite(...digits, ...(await onSlurm('cluster-run')));
    expect(second, second.stderr).toMatchObject({ exitCode: exitCode.done });
    const all = await eventsOf('cluster-run', 'digits');
    expect(ofKind(all, 'submitted').slice(3)).toMatchObject([{ tasks: [waiting!.tasks[1]] }]);
    const ours = join(folder, 'cluster-run');
    expect(await outcome(ours)).toEqual(await outcome(local));
    const table = (results: string) => readFile(join(results, 'digits/selections/trials-1-epochs-1/table.md'), 'utf8');
    expect(await table(ours)).toBe(await table(local));
  },
);

slurmTest('Ctrl-C stops the watching alone; the next run adopts what is queued; cancel cancels', async () => {
  // Four that wait for their teacher, on two processors.
  const args = [chaos, '--distillers', 'vanilla,KD,AT,SP,PKT', ...(await onSlurm('watch'))];
  const watch = suite(...args);
  await eventually('watch', 'chaos', ({ event }) => event === 'started');
  watch.kill('SIGINT');
  const stopped = await watch;
  expect(stopped, stopped.stderr).toMatchObject({ exitCode: exitCode.stopped });
  expect(stopped.stderr).toContain('redistill: stopped watching; the jobs on the cluster continue. `npm run suite');
  expect(stopped.stderr).toContain(`npm run suite cancel ${chaos}`);
  expect(await queue()).toContain('chaos-waiting-');
  expect((await suite('status', chaos, '--results', join(folder, 'watch'))).stdout).toContain(
    'no process watches it now',
  );

  const again = suite(...args);
  await eventually('watch', 'chaos', ({ event }) => event === 'done');
  expect(ofKind(await eventsOf('watch', 'chaos'), 'submitted')).toHaveLength(3);
  const cancel = await suite('cancel', chaos, '--results', join(folder, 'watch'));
  expect(cancel.stdout).toMatch(/^Cancelled: \d jobs of the suite chaos, in the arrays \d+/);
  // Whoever watches does not submit again what was cancelled.
  const ended = await again;
  expect(ended, ended.stderr).toMatchObject({ exitCode: exitCode.jobsFailed });
  expect(ofKind(await eventsOf('watch', 'chaos'), 'submitted')).toHaveLength(3);
  const nothing = await suite('cancel', chaos, '--results', join(folder, 'watch'));
  expect(nothing).toMatchObject({ stdout: "The suite chaos has nothing in the cluster's queue.", exitCode: 0 });

  const third = await suite(...args);
  expect(third, third.stderr).toMatchObject({ exitCode: exitCode.done });
});

slurmTest('a job that was given a GPU and does not use it fails', async () => {
  const args = [chaos, '--distillers', 'vanilla', ...(await onSlurm('gpu', { gres: 'gpu:1' }))];
  const command = ['scripts/start.mjs', 'suite', ...args];
  const env = { ...cluster.environment, REDISTILL_TENSORFLOW: 'cpu' };
  const run = await execa(process.execPath, command, { cwd: root, reject: false, env });
  expect(run, run.stderr).toMatchObject({ exitCode: exitCode.jobsFailed });
  expect(run.stderr).toContain('The job was given the GPU 0, and TensorFlow does not use it');
  expect(ofKind(await eventsOf('gpu', 'chaos'), 'failed')).toMatchObject([{ cause: 'machine' }]);
});

slurmTest('what sbatch refuses is reported in a sentence', async () => {
  const run = await suite(chaos, ...(await onSlurm('refused', { partition: 'nowhere' })));
  expect(run.exitCode).toBe(exitCode.configuration);
  expect(run.stderr).toContain(
    'redistill: sbatch does not take the jobs: invalid partition specified: nowhere; Batch job submission failed: ' +
      'Invalid partition name specified. Correct the site file, or what it stands for',
  );
});

slurmTest('students of a teacher that fails are skipped', async () => {
  // A node without Node: the job cannot even begin.
  const site = { setup: ['[[ "$folder" != *-teacher-* ]] || { echo 3 >"$folder/exit-code"; exit 3; }'] };
  const run = await suite(chaos, '--distillers', 'vanilla,kd', ...(await onSlurm('skipped', site)));
  expect(run, run.stderr).toMatchObject({ exitCode: exitCode.jobsFailed });
  const events = await eventsOf('skipped', 'chaos');
  expect(ofKind(events, 'failed')).toMatchObject([{ label: 'resnet14-teacher', cause: 'data' }]);
  expect(ofKind(events, 'skipped')).toMatchObject([{ because: 'resnet14-teacher failed' }]);
});

slurmTest('probes wait in the queue for students, which wait for their teacher', async () => {
  const args = [
    'harness/suite/fixtures/transferred.ts',
    '--distillers',
    'vanilla,KD',
    '--trials',
    '1',
    '--epochs',
    '1',
  ];
  const { exitCode: code, stdout, stderr } = await suite(...args, ...(await onSlurm('probes')));
  expect(code, stderr).toBe(exitCode.done);
  const events = await eventsOf('probes', 'transferred');
  // The teacher, the vanilla student, the one that learns from it, and two probes of each.
  expect(ofKind(events, 'submitted').map(({ tasks }) => tasks.length)).toEqual([1, 1, 1, 6]);
  expect(ofKind(events, 'done')).toHaveLength(9);
  expect(ofKind(events, 'failed')).toEqual([]);
  expect(stdout).toMatch(/\| KD +\| +\d+\.\d\d \| +\d+\.\d\d \|/);
});
