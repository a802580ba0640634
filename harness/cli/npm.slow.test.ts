import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { version } from '../base/version.ts';
import small from '../suite/fixtures/small.ts';
import { checkpoints } from '../teachers/torch/fixture.ts';

const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-npm-'));
afterAll(() => rm(folder, { recursive: true }));

/** npm as a person starts it: what this test's own npm has set is gone. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name))),
  NO_COLOR: '1',
  PATH: (process.env.PATH ?? '')
    .split(':')
    .filter((place) => !place.includes('node_modules'))
    .join(':'),
  REDISTILL_DEVICE: 'cpu',
};
const npm = (args: readonly string[], cwd = root) => execa('npm', args, { cwd, env, extendEnv: false, reject: false });

describe('an option that npm keeps for itself is refused', () => {
  test.each([
    [['suite', 'digits', '--dry-run'], 'npm run --silent suite digits -- --dry-run'],
    [['suite', 'digits', '--quiet'], 'npm run --silent suite digits -- --quiet'],
    [['suite', 'digits', '--dryrun'], 'npm run --silent suite digits -- --dryrun'],
    [['suite', 'digits', '--epoch=3', '--', '--json'], 'npm run --silent suite digits -- --epoch 3 --json'],
    [['check', 'digits', '--silent', '--strict'], 'npm run --silent check digits --silent -- --strict'],
    [['parity', '--only', 'zzz'], 'npm run --silent parity -- --only zzz'],
    [['teacher', 'import', 'a file', '--net', 'resnet8'], "npm run --silent teacher import 'a file' -- --net resnet8"],
  ])('%j, and the cure repeats it', async (args, line) => {
    const { stderr, exitCode: code } = await npm(['run', '--silent', ...args]);
    expect(stderr).toContain(`Put -- before the options: \`${line}\``);
    expect(code).toBe(exitCode.configuration);
  });

  test('also where npm keeps no log', async () => {
    const { stderr, exitCode: code } = await npm([
      'run',
      '--silent',
      '--logs-max=0',
      'suite',
      'digits',
      '--trials',
      '3',
    ]);
    expect(stderr).toContain('redistill: npm kept --trials for itself');
    expect(code).toBe(exitCode.configuration);
  });

  test("but npm's own are npm's affair", async () => {
    const args = ['run', 'suites', '--silent', '--ignore-scripts=false'];
    expect(await npm(args)).toMatchObject({ exitCode: exitCode.done, stdout: expect.stringContaining('digits') });
  });
});

test('relative paths are from where the person is, also with --prefix', async () => {
  await copyFile(join(checkpoints, 'ten-classes.zip.pth'), join(folder, 'ten.pth'));
  await mkdir(join(folder, 'below'));
  const from = (cwd: string, ...args: string[]) => npm(['--prefix', root, 'run', '--silent', ...args], cwd);
  const options = ['--data', 'digits', '--results', 'out'];
  const imported = await from(folder, 'teacher', 'import', 'ten.pth', '--', '--net', 'resnet8', ...options);
  expect(imported.stderr).not.toContain('redistill: the file');
  expect(imported.exitCode, imported.stderr).toBe(exitCode.done);
  expect(existsSync(join(folder, 'out/teachers/digits/resnet8/result.json'))).toBe(true);

  const where = join(folder, 'below');
  const exported = [
    'teacher',
    'export',
    'resnet8',
    '--',
    '--data',
    'digits',
    '--results',
    '../out',
    '--to',
    'out.safetensors',
  ];
  expect(await from(where, ...exported)).toMatchObject({
    exitCode: exitCode.done,
    stdout: expect.stringMatching(/ to out\.safetensors$/),
  });
  expect(existsSync(join(where, 'out.safetensors'))).toBe(true);
  expect((await from(where, 'teacher', 'import', 'ten.pth', '--', '--net', 'resnet8')).stderr).toBe(
    'redistill: the file ten.pth is not there. Check the path',
  );
});

test('the program redistill runs from any folder, and needs no --', async () => {
  const file = join(folder, 'mine.json');
  await writeFile(file, JSON.stringify({ ...small, name: 'mine', title: 'Mine' }));
  const bin = join(root, 'node_modules/.bin/redistill');
  const redistill = (...args: string[]) => execa(bin, args, { cwd: folder, env, extendEnv: false, reject: false });
  expect((await redistill('--version')).stdout).toBe(version);
  const planned = await redistill('suite', 'mine.json', '--dry-run', '--results', 'none');
  expect(planned).toMatchObject({ exitCode: exitCode.done, stdout: expect.stringMatching(/^Mine\n/) });
  expect((await redistill('suite', 'mine.json', '--epoch', '1')).stderr).toContain(`See \`${bin} suite --help\``);
});

test('npx finds it, and relative paths stay', async () => {
  const { stdout, exitCode: code } = await execa('npx', ['--yes', root, 'suite', 'mine.json', '--dry-run'], {
    ...{ cwd: folder, env, extendEnv: false, reject: false },
  });
  expect(code).toBe(exitCode.done);
  expect(stdout).toMatch(/^Mine\n/);
  const wrong = await execa('npx', ['--yes', root, 'suite', 'mine.json', '--epoch', '1'], {
    ...{ cwd: folder, env, extendEnv: false, reject: false },
  });
  expect(wrong.stderr).toContain(`See \`npx ${root} suite --help\``);
});

test('what --json prints is JSON alone', async () => {
  const results = join(folder, 'json');
  const suite = join(folder, 'short.json');
  const short = {
    ...{ name: 'short', title: 'Short', description: 'For a test.' },
    dataset: { name: 'digits', training: 64, test: 50 },
    recipe: { epochs: 1, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [], dropFactor: 0.1 },
    tables: [{ name: 'short', pairs: [{ teacher: 'resnet8', student: 'resnet8' }], trials: 1 }],
    distillers: [{ name: 'vanilla', gamma: 1, alpha: 0, beta: 0, source: 'a test' }],
  };
  await writeFile(suite, JSON.stringify(short));
  const linesOf = async (...args: string[]) => {
    const { stdout, stderr, exitCode: code } = await npm(['run', '--silent', ...args, '--results', results]);
    expect(code, stderr).toBe(exitCode.done);
    return stdout.split('\n').map((line) => JSON.parse(line));
  };
  const events = await linesOf('suite', suite, '--', '--json');
  expect(events.map(({ event }) => event).filter((event) => event !== 'progress')).toEqual([
    ...['run started', 'started', 'done', 'run ended'],
  ]);
  const again = await linesOf('suite', suite, '--', '--json');
  expect(again.map(({ event }) => event)).toEqual(['run ended']);
  expect(await linesOf('suite', suite, '--', '--json', '--dry-run')).toHaveLength(1);
  expect(await linesOf('suite', 'status', suite, '--', '--json')).toHaveLength(1);
  expect(await readFile(join(results, 'short/events.jsonl'), 'utf8')).toContain('"run ended"');
});
