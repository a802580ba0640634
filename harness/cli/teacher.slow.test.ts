import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cacheVariable } from '../cache.ts';
import { parseTensors } from '../engine/safetensors.ts';
import { type ExitCode, exitCode } from '../problem.ts';

const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-teacher-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A suite that trains for real, in seconds. */
const suite = {
  name: 'tiny',
  title: 'A tiny suite',
  description: 'For a test.',
  dataset: { name: 'digits', training: 128, test: 100 },
  recipe: { epochs: 1, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [1], dropFactor: 0.1 },
  tables: [{ name: 'tiny', pairs: [{ teacher: 'resnet8', student: 'resnet8' }], trials: 1 }],
  distillers: [{ name: 'KD', gamma: 0.1, alpha: 0.9, beta: 0, source: 'a test' }],
};
const data = join(folder, 'tiny.json');
await writeFile(data, JSON.stringify(suite));

const results = join(folder, 'results');
const teacherFolder = join(results, 'teachers/digits/resnet8');
const sample = (name: string) => join(root, 'baselines/parity/checkpoints', name);
const checkpoint = sample('ten-classes.zip.pth');

const program =
  "import('./harness/cli/cli.ts').then((cli) => cli.main(process.argv.slice(1))).then((c) => process.exitCode = c)";
/** A command as a process of its own. */
const redistill = (...args: string[]) =>
  execa(process.execPath, ['--import', 'tsx', '--eval', program, '--', ...args], { cwd: root, reject: false });
const teacher = (...args: string[]) => redistill('teacher', ...args, '--results', results);
const importing = (file: string, net = 'resnet8') => teacher('import', file, '--net', net, '--data', data);

const readJson = async (...path: string[]) => JSON.parse(await readFile(join(...path), 'utf8'));

/** What the commands below must say with their last line on standard error, and their exit code. */
async function expectProblem(
  { stdout, stderr, exitCode: code }: Awaited<ReturnType<typeof redistill>>,
  expected: ExitCode,
  sentence: string,
) {
  expect(stderr.split('\n').at(-1)).toBe(`redistill: ${sentence}`);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(code).toBe(expected);
}

let imported: Awaited<ReturnType<typeof redistill>>;
beforeAll(async () => {
  imported = await importing(checkpoint);
});

test('a checkpoint becomes a job that is done, with its accuracy and the hash of its file', async () => {
  expect(imported.exitCode, imported.stderr).toBe(exitCode.done);
  expect(imported.stdout).toMatch(
    /^teacher resnet8: imported, sha256 [0-9a-f]{8}, \d+\.00 %\nIt is in .*\/teachers\/digits\/resnet8$/,
  );
  const result = await readJson(teacherFolder, 'result.json');
  expect(result.job).toEqual(await readJson(teacherFolder, 'job.json'));
  expect(result.job.configuration).toMatchObject({ kind: 'imported', network: 'resnet8', dataset: suite.dataset });
  const { tensors, metadata } = parseTensors(await readFile(join(teacherFolder, 'weights.safetensors')), 'weights');
  expect(metadata).toEqual({ format: 'pt', source: result.job.configuration.source });
  // What stood in the checkpoint in half precision, behind `module.`.
  const { tensors: whole } = parseTensors(await readFile(sample('resnet8.expected.safetensors')), 'expected');
  expect(tensors.get('conv1.weight')!.values[0]).toBeCloseTo(whole.get('state/conv1.weight')!.values[0]!, 3);
  expect(tensors.get('fc.weight')!.shape).toEqual([10, 64]);
});

test('the same file once more changes nothing, another one does not take its place', async () => {
  const before = await readFile(join(teacherFolder, 'result.json'));
  expect((await importing(checkpoint)).stdout).toBe(imported.stdout);
  await expectProblem(
    await importing(sample('resnet8.bare.zip.pth')),
    exitCode.configuration,
    `There is an imported resnet8 already, from a file with the sha256 ${(await readJson(teacherFolder, 'result.json')).job.configuration.source.slice(0, 8)} (${teacherFolder}). Remove it first: \`npm run teacher -- remove resnet8 --data digits\``,
  );
  expect(await readFile(join(teacherFolder, 'result.json'))).toEqual(before);
});

test('list shows it, export writes it, and nothing is overwritten', async () => {
  const { stdout } = await teacher('list');
  expect(stdout).toMatch(/^digits {2}resnet8 {2}\d+\.00 % {2}sha256 [0-9a-f]{8} {2}.*teachers\/digits\/resnet8$/);

  const to = join(folder, 'exported.safetensors');
  const exported = await teacher('export', 'resnet8', '--data', data, '--to', to);
  expect(exported.exitCode, exported.stderr).toBe(exitCode.done);
  const written = parseTensors(await readFile(to), to);
  expect(written.tensors).toEqual(parseTensors(await readFile(join(teacherFolder, 'weights.safetensors')), '').tensors);
  expect(written.metadata).toMatchObject({ network: 'resnet8', format: 'pt' });

  await expectProblem(
    await teacher('export', teacherFolder, '--to', to),
    exitCode.configuration,
    `${to} is there already. Remove it, or give another name with --to`,
  );
});

test('fill keeps what it says of its images, as much as has room, and once', async () => {
  vi.stubEnv(cacheVariable, join(folder, 'cache'));
  const fill = () => teacher('fill', 'resnet8', '--data', data, '--teacher-cache', '100kB');
  const first = await fill();
  expect(first.exitCode, first.stderr).toBe(exitCode.done);
  // Of 10 logits, 64 channels and a checksum each.
  expect(first.stdout).toBe('All 328 records that have room are there; 328 of them were computed now');
  expect((await fill()).stdout).toBe('All 328 records that have room are there; 0 of them were computed now');
  vi.unstubAllEnvs();
  await expectProblem(
    await teacher('fill', 'resnet8', '--data', data, '--teacher-cache', '12'),
    exitCode.configuration,
    "--teacher-cache is '12', which is no size. Give one such as 20G, 500M or 1.5GiB, or off",
  );
});

test('a suite learns from it and trains no teacher, unless it is told to', async () => {
  const run = (...args: string[]) => redistill('suite', data, '--results', results, ...args);
  const line = imported.stdout.split('\n')[0]!;
  expect((await run('--dry-run')).stdout).toContain(`\n${line}\n`);
  const without = await run('--dry-run', '--train-teachers');
  expect(without.exitCode, without.stderr).toBe(exitCode.done);
  expect(without.stdout).not.toContain('imported');

  const done = await run();
  expect(done.exitCode, done.stderr).toBe(exitCode.done);
  expect(done.stderr).toContain(line);
  expect(done.stdout).toContain(`\nT${line.slice(1)}.\n`);
  const [student, ...others] = await readdir(join(results, 'tiny/jobs'));
  expect(others).toEqual([]);
  const { weights, accuracy } = await readJson(teacherFolder, 'result.json');
  expect((await readJson(results, 'tiny/jobs', student!, 'result.json')).teacher).toEqual({ weights, accuracy });
  expect(done.stdout).toMatch(new RegExp(`\\| Teacher +\\| +${accuracy.toFixed(2)} \\|`));
});

describe('what cannot be imported is one sentence', () => {
  test.concurrent.each<[string, string[], ExitCode, string]>([
    ['no command', [], exitCode.configuration, 'there is no command. Give one of import, list, remove, fill, export'],
    [
      'no network',
      ['import', checkpoint],
      exitCode.configuration,
      "required option '--net <network>' not specified. See `npm run teacher -- --help`",
    ],
    [
      'a file that is not there',
      ['import', './nowhere.pth', '--net', 'resnet8', '--data', 'digits'],
      exitCode.data,
      'the file ./nowhere.pth is not there. Check the path',
    ],
    [
      'a file that would run a command',
      ['import', sample('hostile.zip.pth'), '--net', 'resnet8', '--data', 'digits'],
      exitCode.data,
      `${sample('hostile.zip.pth')} wants to use Python's posix.system, which weights do not need; nothing of it was run. Take weights from somebody whom you trust, saved alone: torch.save(model.state_dict(), FILE)`,
    ],
    [
      'nothing to export',
      ['export', './nowhere', '--to', 'x.safetensors'],
      exitCode.data,
      'There is no trained network in ./nowhere. Give the folder of a job that is done',
    ],
    [
      'nothing to remove',
      ['remove', 'resnet20', '--data', 'digits'],
      exitCode.data,
      `There is no imported resnet20 for the data set digits (${join(results, 'teachers/digits/resnet20')}). \`npm run teacher -- list\` shows what there is`,
    ],
  ])('%s', async (_, args, code, sentence) => {
    const given = args.length === 0 ? args : [...args, '--results', results];
    await expectProblem(await redistill('teacher', ...given), code, sentence);
    expect(existsSync(join(root, 'EXECUTED'))).toBe(false);
  });

  test.concurrent('an unknown network, with the nearest one', async () => {
    const { stderr, exitCode: code } = await importing(checkpoint, 'resnet88');
    expect(stderr).toMatch(/^redistill: there is no network 'resnet88'\. Did you mean resnet8\? Give one of resnet8, /);
    expect(code).toBe(exitCode.configuration);
  });

  test.concurrent('a network with other classes; nothing is written', async () => {
    const file = sample('resnet8.bare.zip.pth');
    const elsewhere = join(folder, 'elsewhere');
    await expectProblem(
      await redistill('teacher', 'import', file, '--net', 'resnet8', '--data', data, '--results', elsewhere),
      exitCode.data,
      `${file} tells 100 classes apart, and the data set digits has 10. Name the data set that it was trained on, with --data`,
    );
    expect(existsSync(elsewhere)).toBe(false);
  });
});

test('damaged weights are neither exported nor taught from; remove makes room', async () => {
  const weights = join(teacherFolder, 'weights.safetensors');
  await writeFile(weights, 'damaged');
  await expectProblem(
    await teacher('export', 'resnet8', '--data', data, '--to', join(folder, 'damaged.safetensors')),
    exitCode.data,
    `${weights} is damaged: its hash is not the one in its result. Give the folder of a job that is done`,
  );
  expect((await teacher('remove', 'resnet8', '--data', data)).stdout).toBe(`removed ${teacherFolder}`);
  expect((await teacher('list')).stdout).toBe('There are no imported teachers: suites train their own.');
});
