import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { arrayScript } from './script.ts';

const folder = await mkdtemp(join(tmpdir(), "redistill's-script-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const job = join(folder, 'a job');
const [list, file] = [join(folder, 'jobs'), join(folder, 'array.sh')];

beforeEach(async () => {
  await rm(job, { recursive: true, force: true });
  await mkdir(job);
  await writeFile(list, `/nowhere\n${job}\n`);
});

/** Runs a program of shell instead of training, as the second task of an array. */
async function start(program: string, environment: Record<string, string> = {}, setup: string[] = []) {
  const command = ['bash', '-c', program, 'train'];
  const own = { REDISTILL_RUNNER: '1', REDISTILL_CACHE: "a cache's" };
  await writeFile(file, arrayScript({ list, site: { setup }, command, environment: own }));
  await chmod(file, 0o755);
  const env = {
    REDISTILL_RUNNER: '1',
    SLURM_ARRAY_TASK_ID: '1',
    SLURM_JOB_ID: '12',
    CUDA_VISIBLE_DEVICES: '0',
    ...environment,
  };
  return { process: execa(file, { reject: false, env }) };
}

const run = async (...args: Parameters<typeof start>) => (await start(...args)).process;
const left = (name: string) => readFile(join(job, name), 'utf8').catch(() => undefined);

test('it trains the job of its own line, with its own processors and what the site wants', async () => {
  const program =
    'echo $1 $TF_NUM_INTRAOP_THREADS "[$REDISTILL_RUNNER]" $REDISTILL_CACHE $SITE $CUDA_VISIBLE_DEVICES; echo no >&2';
  const { stdout, exitCode } = await run(program, { SLURM_CPUS_PER_TASK: '3' }, ['export SITE=ours']);
  expect(stdout).toBe(`${job} 3 [] a cache's ours -1`);
  expect(exitCode).toBe(0);
  expect(await left('log.txt')).toBe('no\n');
  expect(await left('exit-code')).toBeUndefined();
});

test('what is large is kept in huge pages, unless the user says otherwise', async () => {
  const tunables = async (environment: Record<string, string>) =>
    (await run('echo $GLIBC_TUNABLES', environment)).stdout;
  expect(await tunables({ GLIBC_TUNABLES: '' })).toBe('glibc.malloc.hugetlb=1');
  const own = 'glibc.malloc.hugetlb=0';
  expect(await tunables({ GLIBC_TUNABLES: own })).toBe(`glibc.malloc.hugetlb=1:${own}`);
});

test('only GPUs that the cluster gave are seen, or that the user insists on', async () => {
  const seen = async (environment: Record<string, string>) =>
    (await run('echo $CUDA_VISIBLE_DEVICES', environment)).stdout;
  expect(await seen({ SLURM_JOB_GPUS: '0' })).toBe('0');
  expect(await seen({ REDISTILL_DEVICE: 'gpu' })).toBe('0');
  expect(await seen({ SLURM_JOB_GPUS: '0', REDISTILL_DEVICE: 'cpu' })).toBe('-1');
});

test('it leaves the exit code, until the job is done', async () => {
  expect((await run('exit 5')).exitCode).toBe(5);
  expect(await left('exit-code')).toBe('5\n');
  await run('exit 0');
  expect(await left('exit-code')).toBeUndefined();
});

test.each(['SIGUSR1', 'SIGTERM'] as const)('%s reaches the job, and its own end is told', async (signal) => {
  const program = 'trap "sleep 0.3; exit 130" TERM; touch "$1/ready"; while :; do sleep 0.05; done';
  const { process } = await start(program);
  while ((await left('ready')) === undefined) await setTimeout(20);
  process.kill(signal);
  expect((await process).exitCode).toBe(130);
  expect(await left('exit-code')).toBe('130\n');
});

test('a folder that the node does not see is reported', async () => {
  const { exitCode, stderr } = await run('exit 0', { SLURM_ARRAY_TASK_ID: '0' });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('names no folder that this node can see');
});
