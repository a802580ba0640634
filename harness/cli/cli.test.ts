import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { version } from '../base/version.ts';
import { redistill } from './fixtures/in-process.ts';

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '1');
  // As if nobody had started these tests by npm.
  for (const name of Object.keys(process.env)) if (/^npm_/.test(name)) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('what the command line does not take, it answers in one sentence', () => {
  const help = 'See `npm run suite -- --help`';
  test.each([
    [
      [],
      'there is no command. Give one of suite, suites, report, check, compare, audit, data, teacher, add-paper, setup, doctor, parity, bench, gpu-proof',
    ],
    [['suit'], "unknown command 'suit'. Did you mean suite? See `npx redistill --help`"],
    [['suite'], `suite needs a <name>: a suite's name, or the path of a suite's file. ${help}`],
    [
      ['suite', 'status'],
      "suite status needs a <name>: a suite's name, or the path of a suite's file. See `npm run suite status -- --help`",
    ],
    [['teacher', 'test'], 'teacher test needs a <network>: which network it is. See `npm run teacher test -- --help`'],
    [['teacher'], 'teacher needs a command. Give one of import, test, list, remove, fill, export'],
    [['suite', 'digits', '--epoch', '1'], `unknown option '--epoch'. Did you mean --epochs? ${help}`],
    [['suite', 'digits', '--trials'], `option '--trials <n>' argument missing. ${help}`],
    [['suite', 'digits', '--trials', 'two'], "--trials is 'two'. It must be a whole number of at least 1"],
    [['suite', 'digits', '--trials', '0'], "--trials is '0'. It must be a whole number of at least 1"],
    [
      ['suite', 'digits', '--trial', '3-5'],
      "--trial is '3-5'. It must be a whole number of at least 1, or several with commas between",
    ],
    [
      ['suite', 'digits', '--epochs', '99999999999999999999'],
      "--epochs is '99999999999999999999'. It must be a whole number from 1 to 9007199254740991",
    ],
    [['suite', 'digits', '--trials', '1', '--trials', '2'], '--trials is given twice. Give it once'],
    [['suite', 'digits', '--results', ' '], '--results is empty. Give a path'],
    [
      ['suite', 'digits', '--distillers', 'vanilla,kdd'],
      "the suite digits has no distiller 'kdd'. Did you mean KD? It has vanilla, KD, FitNet, AT, SP, CC, VID, RKD, PKT, AB, FT, FSP, NST, CRD, CRD+KD, OFD, WSLD, ReviewKD, SemCKD, SRRL, ICKD, DKD, DIST, ITRD, MGD, SimKD, NKD, CTKD, MLKD, NORM, CAT-KD, KD++, TTM, WTTM, KD+LS, DKD+LS, MLKD+LS, SD-KD, SD-DKD, RLD, after-crd, default, all",
    ],
    [['suite', './nowhere.ts'], 'the suite ./nowhere.ts is not there. Check the path'],
    [
      ['bench', 'engin'],
      "there is no benchmark 'engin'. Did you mean engine? Give engine, data, images, banks or start, or none to measure whole training steps",
    ],
  ])('%j', async (args, sentence) => {
    expect(await redistill(...args)).toEqual({ code: exitCode.configuration, out: '', err: `redistill: ${sentence}` });
  });

  test.each([
    [['suite', 'digts'], /^redistill: there is no suite 'digts'\. Did you mean digits\? Give one of .*digits.*$/],
    [['suite', 'statu'], /^redistill: there is no suite 'statu', .*\. Did you mean status\? .*run, status, logs/],
    [['suite', 'statu', 'digits'], /^redistill: there is no command 'suite statu'\. Did you mean status\? /],
    [['report', 'bundel', 'digits'], /Did you mean bundle\? /],
    [['check', 'band'], /Did you mean bands\? /],
    [
      ['teacher', 'imprt'],
      /^redistill: unknown command 'imprt'\. Did you mean import\? See `npm run teacher -- --help`/,
    ],
    [['data', 'cifar10'], /Did you mean cifar100\? Give one of cifar100, .*imagenet$/],
    [['data', 'digits'], /^redistill: digits needs no fetching/],
    [['teacher', 'import', 'x', '--net', 'resnet34x4'], /Did you mean resnet32x4\? /],
    [['suite', 'digits', '--executor', 'slrum'], /Did you mean slurm\? It must be local or slurm$/],
  ])('%j', async (args, sentence) => {
    const { code, err } = await redistill(...args);
    expect(err).toMatch(sentence);
    expect(code).toBe(exitCode.configuration);
  });
});

describe('an option without effect is refused', () => {
  test.each([
    [['suite', 'digits', '--jobs'], '--jobs has no effect without --dry-run. Give both, or leave it out'],
    [['suite', 'digits', '--dry-run', '--quiet'], '--quiet has no effect with --dry-run. Leave it out'],
    [
      ['suite', 'digits', '--dry-run', '--json', '--jobs'],
      '--jobs has no effect with --json, which lists every job. Leave one of them out',
    ],
    [['suite', 'digits', '--quiet', '--json'], '--quiet and --json are both given. Give one of them'],
    [
      ['suite', 'digits', '--slurm', 'site.json'],
      '--slurm has no effect without --executor slurm. Give both, or leave it out',
    ],
    [
      ['suite', 'digits', '--executor', 'slurm', '--jobs-per-gpu', '1'],
      '--jobs-per-gpu has no effect with --executor slurm. Set it in the site file: see --slurm',
    ],
    [
      ['suite', 'digits', '--retries', '0', '--retry-after', '5s'],
      '--retry-after has no effect with --retries 0. Leave one of them out',
    ],
    [['report', 'digits', '--port', '8080'], '--port has no effect without --serve. Give both, or leave it out'],
    [['report', 'digits', '--serve', '--output', 'x'], '--output has no effect with --serve. Leave it out'],
    [
      ['report', 'x.tar.gz', '--results', 'x'],
      '--results has no effect with an archive, which holds its own results. Leave it out',
    ],
    [
      ['check', 'x.tar.gz', '--results', 'x'],
      '--results has no effect with an archive, which holds its own results. Leave it out',
    ],
    [
      ['teacher', 'export', 'some/folder', '--data', 'digits', '--to', 'x'],
      "--data has no effect with a job's folder. Leave it out",
    ],
    [['bench', '--python', 'python3'], '--python has no effect without --reference. Leave it out'],
    [['bench', 'data', '--rounds', '7'], '--rounds has no effect on the benchmark data. Leave it out'],
    [['bench', 'engine', '--against', 'x'], '--against has no effect on the benchmark engine. Leave it out'],
  ])('%j', async (args, sentence) => {
    expect(await redistill(...args)).toEqual({ code: exitCode.configuration, out: '', err: `redistill: ${sentence}` });
  });
});

describe('a dry run refuses what the run would refuse', () => {
  test.each([
    [
      ['--time-limit', '5'],
      2,
      "--time-limit is '5'. It must be a time of at least a second, such as 90s, 15m, 12h or 2d",
    ],
    [['--stall-after', 'soon'], 2, "--stall-after is 'soon'"],
    [['--teacher-cache', '20'], 2, "--teacher-cache is '20', which is no size"],
    [['--retries', '-1'], 2, "--retries is '-1'"],
    [['--executor', 'slurm', '--slurm', '/nowhere/site.json'], 2, 'the site file /nowhere/site.json is not there'],
    [['--tf32'], 6, '--tf32 is for GPUs, and there is none for the job'],
    [['--xla'], 6, '--xla is for GPUs, and there is none for the job'],
    [['--jobs-per-gpu', '2'], 6, '--jobs-per-gpu is for GPUs, and this machine has none'],
  ])('%j', async (options, code, sentence) => {
    vi.stubEnv('REDISTILL_DEVICE', 'cpu');
    const ended = await redistill('suite', 'digits', '--dry-run', ...options);
    expect(ended.err).toContain(`redistill: ${sentence}`);
    expect(ended).toMatchObject({ code, out: '' });
  });

  test('but plans with data that are missing, and says that they are', async () => {
    vi.stubEnv('REDISTILL_DATA', '/nowhere');
    const { code, out } = await redistill('suite', 'cifar100', '--dry-run', '--pairs', 'vgg13/vgg8', '--trials', '1');
    expect(out).toMatch(/^Missing\n.*cifar100.*\/nowhere.*`npm run data cifar100`$/m);
    expect(code).toBe(exitCode.done);
  });
});

test('an option that npm kept, where npm keeps no log', async () => {
  vi.stubEnv('npm_lifecycle_event', 'suite');
  vi.stubEnv('npm_config_dry_run', 'true');
  expect((await redistill('suite', 'digits')).err).toBe(
    'redistill: npm kept --dry-run for itself. Put -- before the options: `npm run suite -- ...`',
  );
});

test('--version', async () => {
  expect(await redistill('--version')).toEqual({ code: exitCode.done, out: `${version}\n`, err: '' });
});

test('help has groups, examples, defaults, and says which options are required', async () => {
  const suite = await redistill('suite', '--help');
  expect(suite.code).toBe(exitCode.done);
  expect(suite.out).toMatch(/\nWhich part of the suite:\n +--table/);
  expect(suite.out).toMatch(/\nWhen jobs fail:\n +--retries <n> .*\n.*\(default: 2\)/);
  expect(suite.out).toContain('\nExamples:\n  npm run suite digits\n  npm run suite cifar100 -- --dry-run\n');
  expect((await redistill('teacher', 'import', '--help')).out).toMatch(/--net <network> .*\(required\)/);
});

test('help shows the program as it was started', async () => {
  vi.stubEnv('REDISTILL_STARTED_AS', 'npx redistill');
  expect((await redistill('suite', '--help')).out).toContain('\n  npx redistill suite cifar100 --dry-run\n');
});

test('suites lists each suite with its size and title', async () => {
  const { out } = await redistill('suites');
  expect(out).toMatch(/^digits +21 jobs +12,096 steps +digits +Distillation on 500 handwritten digits$/m);
  expect(out).toMatch(/^cifar100 +764 jobs +146,578,080 steps +cifar100 +The paper's Tables 1 and 2/m);
});

test('suites --json prints one line of JSON', async () => {
  const suites = JSON.parse((await redistill('suites', '--json')).out) as { name: string }[];
  expect(suites.find(({ name }) => name === 'digits')).toEqual({
    name: 'digits',
    title: 'Distillation on 500 handwritten digits',
    dataset: 'digits',
    jobs: 21,
    steps: 12_096,
  });
});

test('a port that is none', async () => {
  expect((await redistill('report', 'digits', '--serve', '--port', '99999')).err).toBe(
    "redistill: --port is '99999'. It must be a whole number from 0 to 65535",
  );
});

test('--dry-run lists the jobs of a suite, and writes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-cli-'));
  const results = join(folder, 'results');
  const args = ['suite', 'harness/suite/fixtures/small.ts', '--dry-run', '--distillers', 'kd', '--trials', '1'];
  const { out, code } = await redistill(...args, '--jobs', '--results', results);
  expect(code).toBe(exitCode.done);
  // The last line is an estimate for this machine.
  expect(out.slice(0, out.lastIndexOf('\n'))).toMatchInlineSnapshot(`
    "A small suite

    Teachers
    resnet20  8 epochs  16 steps  to do
    resnet32  8 epochs  16 steps  to do

    Students (epochs and steps of one trial)
    resnet20/resnet8  KD  trial 1  8 epochs  16 steps  to do
    resnet32/resnet8  KD  trial 1  8 epochs  16 steps  to do

    Jobs
    to do  resnet20-teacher                 8 epochs
    to do  resnet32-teacher                 8 epochs
    to do  resnet8-from-resnet20-KD-trial1  8 epochs  after resnet20-teacher
    to do  resnet8-from-resnet32-KD-trial1  8 epochs  after resnet32-teacher

    In all 4 jobs, 32 epochs, 64 steps."
  `);
  const json = JSON.parse((await redistill(...args, '--json', '--results', results)).out);
  expect(json).toMatchObject({ suite: 'small', missing: [] });
  expect(json.jobs.map(({ label, state, steps }: Record<string, unknown>) => [label, state, steps])).toEqual([
    ['resnet20-teacher', 'to do', 16],
    ['resnet32-teacher', 'to do', 16],
    ['resnet8-from-resnet20-KD-trial1', 'to do', 16],
    ['resnet8-from-resnet32-KD-trial1', 'to do', 16],
  ]);
  expect(existsSync(results)).toBe(false);
  await rm(folder, { recursive: true });
});
