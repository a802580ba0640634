import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../problem.ts';

/** Runs the command line as a process of its own. */
function redistill(args: string[], env: NodeJS.ProcessEnv = {}) {
  const program =
    "import('./harness/cli/cli.ts').then((cli) => cli.main(process.argv.slice(1))).then((c) => process.exitCode = c)";
  return execa(process.execPath, ['--import', 'tsx', '--eval', program, '--', ...args], { reject: false, env });
}

describe('what the command line does not take, it answers in one sentence', () => {
  const help = 'See `npm run suite -- --help`';
  test.each([
    [[], 'there is no command. Give one of suite, report, check, data, teacher, parity, doctor, bench'],
    [['suit'], `unknown command 'suit'. Did you mean suite? ${help}`],
    [['suite'], `missing required argument 'name'. ${help}`],
    [['suite', 'digits', '--epoch', '1'], `unknown option '--epoch'. Did you mean --epochs? ${help}`],
    [['suite', 'digits', '--trials'], `option '--trials <n>' argument missing. ${help}`],
    [['suite', 'digits', '--trials', 'two'], "--trials is 'two'. It must be a whole number of at least 1"],
    [['suite', 'digits', '--trials', '0'], "--trials is '0'. It must be a whole number of at least 1"],
    [
      ['suite', 'digits', '--distillers', 'vanilla,kdd'],
      "the suite digits has no distiller 'kdd'. Did you mean KD? It has vanilla, KD, FitNet, AT, SP, CC, VID, RKD, PKT, AB, FT, FSP, NST, CRD, CRD+KD, default, all",
    ],
    [['suite', './nowhere.ts'], 'the suite ./nowhere.ts is not there. Check the path'],
    [
      ['bench', 'train'],
      "there is no benchmark 'train'. Give engine, data, images or banks, or none to measure whole training steps",
    ],
  ])('%j', async (args, sentence) => {
    const { stdout, stderr, exitCode: code } = await redistill(args);
    expect(stderr).toBe(`redistill: ${sentence}`);
    expect(stdout).toBe('');
    expect(code).toBe(exitCode.configuration);
  });

  test('an unknown suite, with those that there are', async () => {
    const { stderr, exitCode: code } = await redistill(['suite', 'digts']);
    expect(stderr).toMatch(/^redistill: there is no suite 'digts'\. Did you mean digits\? Give one of .*digits.*$/);
    expect(code).toBe(exitCode.configuration);
  });

  test('an option that npm took for itself', async () => {
    const { stderr, exitCode: code } = await redistill(['suite', 'digits'], {
      npm_lifecycle_event: 'suite',
      npm_config_dry_run: 'true',
    });
    expect(stderr).toMatchInlineSnapshot(
      `"redistill: npm took --dry-run for itself. Put -- before the options: \`npm run suite digits -- --dry-run --trials 1\`"`,
    );
    expect(code).toBe(exitCode.configuration);
  });
});

test('--help ends with 0', async () => {
  const { stdout, exitCode: code } = await redistill(['suite', '--help']);
  expect(stdout).toContain('--dry-run');
  expect(code).toBe(exitCode.done);
});

test('--dry-run lists the jobs of a suite anywhere, and writes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-cli-'));
  const results = join(folder, 'results');
  const args = ['suite', 'harness/suite/fixtures/small.ts', '--dry-run', '--jobs', '--distillers', 'kd'];
  const { stdout, exitCode: code } = await redistill([...args, '--trials', '1', '--results', results]);
  expect(code).toBe(exitCode.done);
  // The last line is an estimate for this machine.
  expect(stdout.slice(0, stdout.lastIndexOf('\n'))).toMatchInlineSnapshot(`
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
  expect(existsSync(results)).toBe(false);
  await rm(folder, { recursive: true });
});
