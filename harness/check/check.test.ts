import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { redistill } from '../cli/fixtures/in-process.ts';
import { trainingOf } from '../job/job.ts';
import { paperOutcome } from '../results/evidence/fixtures/paper.ts';
import { type Outcome, writeResults } from '../results/evidence/fixtures/write-results.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite } from '../suite/load.ts';
import type { PlannedJob } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';

const root = join(import.meta.dirname, '../..');
const cifar100 = await loadSuite('cifar100');
/** One pair of the paper, and three rows of it. */
const part: Selection = { pairs: ['resnet56/resnet20'], distillers: ['vanilla', 'kd', 'crd'] };
const typed = ['--pairs', 'resnet56/resnet20', '--distillers', 'vanilla,kd,crd'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Results of that part, with outcomes as the paper has them unless they are changed. */
async function resultsWith(
  change: (job: PlannedJob, outcome: Outcome) => Outcome | undefined = (_, outcome) => outcome,
  selection = part,
): Promise<string> {
  const results = await mkdtemp(join(folder, 'results-'));
  await writeResults(expand(cifar100, selection), results, (job) => {
    const outcome = paperOutcome(job);
    return outcome && change(job, outcome);
  });
  return results;
}

const isKd = ({ configuration }: PlannedJob) =>
  configuration.kind === 'student' && configuration.distiller.name === 'KD';

const unset = { GITHUB_STEP_SUMMARY: undefined, npm_lifecycle_event: undefined };
beforeEach(() => {
  for (const [name, value] of Object.entries(unset)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const words = (results: string, ...args: string[]) => ['check', 'cifar100', '--results', results, ...args];

/** `npm run check cifar100 -- ...` as a process. */
const checkAsProcess = (results: string, ...args: string[]) =>
  execa('node', ['scripts/start.mjs', ...words(results, ...args)], { cwd: root, env: unset, reject: false });

/** The same in this process, which has loaded all that it takes. */
async function check(results: string, ...args: string[]) {
  const { code, out, err } = await redistill(...words(results, ...args));
  return { exitCode: code, stdout: out, stderr: err };
}

test('the paper agrees with itself, within the margin', async () => {
  const results = await resultsWith();
  const { exitCode, stdout } = await checkAsProcess(results, ...typed, '--verbose');
  expect(stdout).toContain(
    '  table1: KD on resnet56/resnet20: agrees. 70.66 (0.24, 5 trials), published 70.66 (0.24, 5 runs)',
  );
  expect(stdout).toContain('  CRD beats KD on every pair: holds. ');
  expect(stdout).toContain('Of 5 comparisons 0 differ, 0 cannot be decided, 5 are as they should be.');
  expect(stdout).toContain('Selection: --pairs resnet56/resnet20 --distillers vanilla,KD,CRD. All 16 jobs are done.');
  // Of how many runs the vanilla student's mean is was never published.
  expect(stdout).toContain('published 69.06 (deviation taken to be 0.233, number of runs unknown, taken to be 1)');
  expect(exitCode).toBe(0);
  // Without the option the sum is enough.
  const { stdout: short } = await check(results, ...typed);
  expect(short).not.toContain('KD on resnet56');
  expect(short).toContain('5 are as they should be. --verbose lists these too.');
});

test('what the suite has and nobody ran is missing, and ends with 2', async () => {
  const { exitCode, stdout } = await check(await resultsWith());
  expect(stdout).toContain("Selection: the suite's own. 16 of 764 jobs are done, 748 are waiting or running.");
  expect(stdout).toMatch(/\nMissing:\n(.*\n)*.*table1: AT on resnet56\/resnet20: not run\. not run yet; published/);
  expect(stdout).toContain(' have no results, ');
  expect(exitCode).toBe(2);
});

test('a cell that differs is named, and ends with 1', async () => {
  const results = await resultsWith((job, { accuracy }) => ({ accuracy: isKd(job) ? accuracy - 2.5 : accuracy }));
  const { exitCode, stdout } = await check(results, ...typed);
  expect(stdout.split('\n\n')[1]).toMatch(
    /^Differs:\n {2}table1: KD on resnet56\/resnet20: lower\. 68\.16 \(0\.24, 5 trials\), published 70\.66 \(0\.24, 5 runs\); difference −2\.50, 95 % between −2\.85 and −2\.15, p \(of a difference beyond 0\.5\) < 0\.001; power to detect a difference of 1: \d+ %/,
  );
  expect(exitCode).toBe(1);
});

describe('what cannot be decided', () => {
  test('is reported with what would decide it, and ends with 0, or with 2 under --strict', async () => {
    const results = await resultsWith((job, outcome) =>
      trainingOf(job.configuration).seed <= 1 ? outcome : undefined,
    );
    const { exitCode, stdout } = await check(results, ...typed);
    expect(stdout).toMatch(
      /KD on resnet56\/resnet20: too few trials\. 70\.42 \(1 trial\); published .*; \d+ trials would show agreement within 0\.5/,
    );
    expect(stdout).toContain(
      'CRD beats KD on every pair: undecided. fewer than two trials in common on resnet56/resnet20',
    );
    expect(exitCode).toBe(0);
    const junit = join(folder, 'strict.xml');
    expect((await check(results, ...typed, '--strict', '--junit', junit)).exitCode).toBe(2);
    expect(await readFile(junit, 'utf8')).toContain('type="too few trials"');
  });

  test('a cell that was not run is missing: an error, and 2', async () => {
    const results = await resultsWith((job, outcome) => (isKd(job) ? undefined : outcome));
    const junit = join(folder, 'skipped.xml');
    const { stdout } = await check(results, ...typed, '--junit', junit);
    expect(await readFile(junit, 'utf8')).toMatch(/<error message="not run: not run yet; published 70\.66/);
    const { exitCode } = await check(results, ...typed);
    expect(stdout).toContain('KD on resnet56/resnet20: not run. not run yet; published 70.66');
    expect(exitCode).toBe(2);
  });
});

describe('five trials are not told that fewer would do', () => {
  const shifted = (job: PlannedJob, { accuracy }: Outcome) => ({ accuracy: isKd(job) ? accuracy - 0.45 : accuracy });

  test('where the truth may lie at the edge of the margin', async () => {
    const { stdout } = await check(await resultsWith(shifted), ...typed);
    expect(stdout).toMatch(
      /KD on resnet56\/resnet20: too few trials\. .*; \d trials are enough where nothing differs, so the truth may lie near/,
    );
  });

  test('where no margin is left', async () => {
    const { stdout } = await check(await resultsWith(shifted), ...typed, '--margin', '0');
    expect(stdout).toMatch(
      /KD on resnet56\/resnet20: cannot be confirmed\. .*; no number of trials shows that nothing at all/,
    );
  });
});

test('a wider margin lets more agree', async () => {
  const results = await resultsWith((job, { accuracy }) => ({ accuracy: isKd(job) ? accuracy - 2.5 : accuracy }));
  const { exitCode, stdout } = await check(results, ...typed, '--margin', '3', '--verbose');
  expect(stdout).toContain('KD on resnet56/resnet20: agrees');
  // KD no longer beats the vanilla student, whatever the margin.
  expect(stdout).toContain(
    'KD beats vanilla on every pair: contradicted. the other way round: resnet56/resnet20 −0.90',
  );
  expect(exitCode).toBe(1);
});

test('JUnit, a summary and JSON say the same', async () => {
  const results = await resultsWith((job, { accuracy }) => ({ accuracy: isKd(job) ? accuracy - 2.5 : accuracy }));
  const [junit, summary] = [join(folder, 'junit.xml'), join(folder, 'summary.md')];
  const files = ['--junit', junit, '--summary', summary];
  const { exitCode, stdout } = await check(results, ...typed, ...files, '--json');
  expect(exitCode).toBe(1);
  const { findings } = JSON.parse(stdout);
  const kd = findings.find(({ name }: { name: string }) => name === 'table1: KD on resnet56/resnet20');
  expect(kd).toMatchObject({ outcome: 'differs', verdict: 'lower', numbers: { trials: 5, published: 70.66 } });
  expect(kd.numbers.difference).toBeCloseTo(-2.5, 9);

  const xml = await readFile(junit, 'utf8');
  expect(xml).toContain('name="table1: KD on resnet56/resnet20"');
  const count = (outcome: string) => findings.filter((one: { outcome: string }) => one.outcome === outcome).length;
  expect([count('differs'), count('fine'), count('undecided')]).toEqual([2, 3, 0]);
  expect(xml.match(/<testcase/g)).toHaveLength(5);
  expect(xml.match(/<failure/g)).toHaveLength(2);

  expect(await readFile(summary, 'utf8')).toMatch(
    /### Differs\n\n.*\n.*\n\| table1: KD on resnet56\/resnet20 \| lower +\|/,
  );
  // Steps of one job write one after the other.
  await check(results, ...typed, '--summary', summary);
  expect((await readFile(summary, 'utf8')).match(/### Differs/g)).toHaveLength(2);
});

describe('against other results', () => {
  test('the same bits are identical, and what has become worse is lower', async () => {
    const [ours, theirs] = [
      await resultsWith((job, { accuracy }) => ({ accuracy: isKd(job) ? accuracy - 1 : accuracy })),
      await resultsWith(),
    ];
    const { exitCode, stdout } = await check(ours, ...typed, '--against', theirs, '--verbose');
    expect(stdout).toContain('CRD on resnet56/resnet20: identical. 71.16 (0.17, 5 trials) in both');
    expect(stdout).toMatch(
      /KD on resnet56\/resnet20: lower\. 69\.66 \(0\.24, 5 trials\) here, 70\.66 .* there; difference −1\.00/,
    );
    expect(exitCode).toBe(1);
    expect((await check(theirs, ...typed, '--against', theirs)).exitCode).toBe(0);
  });

  test('trials of other numbers are compared as a whole', async () => {
    const later = await resultsWith((job, outcome) => (trainingOf(job.configuration).seed > 3 ? outcome : undefined));
    const earlier = await resultsWith((job, outcome) =>
      trainingOf(job.configuration).seed <= 3 ? outcome : undefined,
    );
    const { stdout } = await check(later, ...typed, '--against', earlier);
    expect(stdout).toMatch(
      /KD on resnet56\/resnet20: too few trials\. 70\.66 \(0\.34, 2 trials\) here, 70\.66 \(0\.24, 3 trials\) there/,
    );
  });
});

describe('trouble ends with 2, in one sentence', () => {
  test.each([
    ['no suite', ['check'], "check needs a <name>: a suite's name"],
    ['an unknown suite', ['check', 'cifar'], "there is no suite 'cifar'"],
    ['an unknown option', ['check', 'cifar100', '--stric'], "unknown option '--stric'"],
    ['a wrong margin', ['check', 'cifar100', '--margin', 'x'], "--margin is 'x'"],
    ['a suite that never ran', ['check', 'cifar100', '--results', '/nowhere'], 'has never run in /nowhere'],
  ])('%s', async (_, args, sentence) => {
    const results = args.includes('--margin') ? ['--results', await resultsWith()] : [];
    const { code, err } = await redistill(...args, ...results);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('runs of another length, of which nothing can be compared', async () => {
    const results = await resultsWith(undefined, { ...part, epochs: 2 });
    const { exitCode, stderr } = await check(results, ...typed, '--epochs', '2');
    expect(stderr).toContain('can be compared. The baseline is for 240 epochs, and these runs have 2');
    expect(exitCode).toBe(2);
  });
});
