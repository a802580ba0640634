import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { readJournal } from '../../results/journal/journal.ts';

const root = join(import.meta.dirname, '../../..');
let folder: string;
const at = (...names: string[]) => join(folder, ...names);

/** A cluster on which all waits for ever: sbatch prints what SAYS says, and squeue what was handed in, unless QUEUE is `hidden`. */
const programs = {
  sbatch: `for one; do case $one in --job-name=*) echo "\${one#*=}" >>"$CLUSTER/queue";; esac; done
printf "$SAYS"`,
  squeue: `[[ $QUEUE != hidden ]] || exit 0
number=4711
while read -r name; do
  case " $* " in *"$name"*) echo "$name|$number|0|PENDING|";; esac
  number=$((number + 1))
done <"$CLUSTER/queue"`,
  sacct: '',
  scancel: 'rm "$CLUSTER/queue"; touch "$CLUSTER/queue"',
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-wrapped-'));
  await mkdir(at('bin'));
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(at('bin', name), `#!/bin/bash\n${script}\n`);
    await chmod(at('bin', name), 0o755);
  }
  await writeFile(at('queue'), '');
  // As Notepad may leave it.
  await writeFile(at('site.json'), '\ufeff{ "pollSeconds": 0.3, // short\r\n}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function suite(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { PATH: `${at('bin')}:${process.env.PATH}`, CLUSTER: folder, SAYS: '4711\\n', ...environment };
  const line = ['scripts/start.mjs', 'suite', ...args, '--results', at('results')];
  return execa(process.execPath, line, { cwd: root, reject: false, env });
}

function run(environment: NodeJS.ProcessEnv, distillers = 'vanilla') {
  const args = ['digits', '--epochs', '1', '--trials', '1', '--distillers', distillers];
  return suite([...args, '--executor', 'slurm', '--slurm', at('site.json')], environment);
}

const events = () => readJournal(at('results/digits'));
const arrays = async () =>
  (await events()).flatMap((event) => (event.event === 'submitted' ? [[event.array, event.tasks.length]] : []));
const ends = async () => (await events()).flatMap((event) => (event.event === 'run ended' ? [event.exitCode] : []));
const status = async () =>
  (await suite(['status', 'digits', '--epochs', '1', '--trials', '1', '--distillers', 'vanilla'])).stdout;

/** Runs until so many arrays are noted, and stops watching as by Ctrl-C. */
async function runUntil(count: number, environment: NodeJS.ProcessEnv, distillers?: string) {
  const watch = run(environment, distillers);
  for (let looks = 0; looks < 300 && (await arrays()).length < count; looks++) await setTimeout(200);
  watch.kill('SIGINT');
  return watch;
}

test.each([
  ['4712\\n\\n--> Your allocation has 312 SUs left\\n', '4712'],
  ['Submitted batch job 4714 on cluster slaking\\n', '4714'],
])('where sbatch prints %j, the array is %s', async (says, array) => {
  const { exitCode: code, stderr } = await runUntil(1, { SAYS: says });
  expect(code, stderr).toBe(exitCode.stopped);
  expect(await arrays()).toEqual([[array, 1]]);
  expect(await status()).toContain(`Submitted to the cluster, not seen to start:\n  array ${array}: 1 job`);
});

test('where it prints no number, the queue knows the array by its name, and later arrays are handed in too', async () => {
  const { exitCode: code, stderr } = await runUntil(3, { SAYS: 'Thank you\\n' }, 'vanilla,KD');
  expect(code, stderr).toBe(exitCode.stopped);
  // The teacher, the student without, and the one that learns from it.
  expect(await arrays()).toEqual([
    ['4711', 1],
    ['4712', 1],
    ['4713', 1],
  ]);
});

test('where the queue does not show it either the jobs may be queued, and the same command takes them over', async () => {
  const first = await run({ SAYS: 'Thank you\\nfor computing\\n', QUEUE: 'hidden' });
  expect(first.exitCode).toBe(exitCode.machine);
  expect(first.stderr).toMatch(
    /redistill: sbatch ended well and gave no number of the array digits-\S+ \(it printed 'Thank you for computing'\)/,
  );
  expect(first.stderr).toContain('The jobs may be queued: the same command takes them over');
  expect(await ends()).toEqual([exitCode.machine]);
  expect(await status()).toContain('no process watches it now; its jobs on the cluster continue');

  const second = await runUntil(1, { SAYS: 'Thank you\\n' });
  expect(second.stderr).toContain("1 job is in the cluster's queue already");
  expect(await arrays()).toEqual([['4711', 1]]);
  expect(await ends()).toEqual([exitCode.machine, exitCode.stopped]);
  expect(await status()).toContain('  array 4711: 1 job');
  // Nothing was handed in twice.
  expect((await readFile(at('queue'), 'utf8')).trim().split('\n')).toHaveLength(1);

  expect((await suite(['cancel', 'digits'])).stdout).toContain('in the arrays 4711');
  expect(await status()).toContain('no process runs it now');
  expect(await status()).not.toContain('array 4711');
});
