import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { jobFiles } from '../../job/folder.ts';
import { placeJobs } from '../../results/job-folder.ts';
import { readJournal } from '../../results/journal/journal.ts';
import { expand } from '../../suite/expand.ts';
import transferred from '../../suite/fixtures/transferred.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { printed } from './fixtures/printed.ts';
import { runSuite } from './fixtures/run-suite.ts';

let results: string;
beforeEach(async () => {
  vi.stubEnv('REDISTILL_DEVICE', 'cpu');
  results = await mkdtemp(join(tmpdir(), 'redistill-targets-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  return rm(results, { recursive: true });
});

/** Runs a suite on the CPU. */
const start = (program: string, suite: string) => printed(() => runSuite(program, results, 'vanilla,KD', '{}', suite));

const jobsOf = async (suite: string) => (await readdir(join(results, suite, 'jobs'))).toSorted();

/** Each file below a suite's jobs, with when it was written. */
async function filesOf(suite: string): Promise<string[]> {
  const names = await readdir(join(results, suite, 'jobs'), { recursive: true });
  const times = await Promise.all(names.map((name) => stat(join(results, suite, 'jobs', name))));
  return names.map((name, i) => `${name} ${times[i]!.mtimeMs}`).toSorted();
}

test('networks that another suite has trained are taken from its folder, which stays as it is', async () => {
  await start('succeed.mjs', 'small');
  const trained = await jobsOf('small');
  const student = trained.find((name) => name.startsWith('resnet8-from-resnet32-KD-trial1'))!;
  // What a kill left there is for that suite to tidy.
  await writeFile(jobFiles(join(results, 'small/jobs', student)).checkpoint, 'cut');
  const before = await filesOf('small');

  const { stdout, exitCode: code } = await start('succeed.mjs', 'transferred');
  expect(code).toBe(exitCode.done);
  expect(await filesOf('small')).toEqual(before);
  const own = await jobsOf('transferred');
  expect(own.map((name) => name.slice(0, -9))).toEqual([
    'resnet32-teacher-on-few',
    'resnet32-teacher-on-many',
    ...['resnet8-from-resnet32-KD-trial1-on-few', 'resnet8-from-resnet32-KD-trial1-on-many'],
    ...['resnet8-from-resnet32-KD-trial2-on-few', 'resnet8-from-resnet32-KD-trial2-on-many'],
    ...['resnet8-vanilla-trial1-on-few', 'resnet8-vanilla-trial1-on-many'],
    ...['resnet8-vanilla-trial2-on-few', 'resnet8-vanilla-trial2-on-many'],
  ]);
  const { job } = jobFiles(join(results, 'transferred/jobs', own[2]!));
  expect(JSON.parse(await readFile(job, 'utf8')).sourceFolder).toBe(`../../../small/jobs/${student}`);
  // It reports only its own jobs.
  const told = new Set(
    (await readJournal(join(results, 'transferred'))).flatMap((one) => ('label' in one ? [one.label] : [])),
  );
  expect([...told].every((label) => /-on-(few|many)$/.test(label))).toBe(true);
  expect(stdout).toContain('| Target ');
});

test('networks that no other suite has are trained, and then probed', async () => {
  const { exitCode: code } = await start('succeed.mjs', 'transferred');
  expect(code).toBe(exitCode.done);
  expect(await jobsOf('transferred')).toHaveLength(15);
});

test('what waits for a failed job is skipped, and what waits for that too', async () => {
  const { stdout, exitCode: code } = await start('fail-resnet32.mjs', 'transferred');
  expect(code).toBe(exitCode.jobsFailed);
  const events = await readJournal(join(results, 'transferred'));
  const skipped = events.flatMap((one) => (one.event === 'skipped' ? [[one.label, one.because]] : []));
  expect(new Set(skipped.map(([, because]) => because))).toEqual(new Set(['resnet32-teacher failed']));
  expect(skipped.map(([label]) => label).toSorted()).toEqual([
    ...['resnet32-teacher-on-few', 'resnet32-teacher-on-many'],
    ...[
      'resnet8-from-resnet32-KD-trial1',
      'resnet8-from-resnet32-KD-trial1-on-few',
      'resnet8-from-resnet32-KD-trial1-on-many',
    ],
    ...[
      'resnet8-from-resnet32-KD-trial2',
      'resnet8-from-resnet32-KD-trial2-on-few',
      'resnet8-from-resnet32-KD-trial2-on-many',
    ],
  ]);
  expect(stdout).toMatch(/\| KD .*\| +failed \| +failed \|/);
});

test('the probe of an imported teacher reads it where it was imported', () => {
  const suite = suiteSchema.parse(transferred);
  const { dataset } = suite;
  const configuration = { kind: 'imported' as const, dataset, network: 'resnet32' as const, source: 'abc' };
  const teacher = { id: 'teacher', folder: '/results/teachers/digits/resnet32', configuration, accuracy: 90 };
  const { jobs } = expand(suite, { distillers: ['KD'], trials: 1 }, [teacher]);
  const placed = placeJobs(jobs, '/results/transferred/jobs', []);
  const folders = placed.flatMap(({ label, sourceFolder }) => (/teacher.*-on-few/.test(label) ? [sourceFolder] : []));
  expect(folders).toEqual(['../../../teachers/digits/resnet32']);
});
