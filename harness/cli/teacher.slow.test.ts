import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cacheVariable } from '../base/files/cache.ts';
import { type ExitCode, exitCode } from '../base/problem.ts';
import { parseTensors } from '../model/engine/safetensors.ts';
import { teacherCacheFolder } from '../train/teacher-cache/folder.ts';
import { redistill as inThisProcess } from './fixtures/in-process.ts';

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

/** A command in this process. */
async function redistill(...args: string[]) {
  const { code, out, err } = await inThisProcess(...args);
  return { exitCode: code, stdout: out, stderr: err };
}
const teacher = (...args: string[]) => redistill('teacher', ...args, '--results', results);
const importing = (file: string, net = 'resnet8') => teacher('import', file, '--net', net, '--data', data);

const readJson = async (...path: string[]) => JSON.parse(await readFile(join(...path), 'utf8'));

/** What the commands below must say with their last line on standard error, and their exit code. */
async function expectProblem(
  { stdout, stderr, exitCode: code }: { stdout: string; stderr: string; exitCode?: number | undefined },
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
    `There is an imported resnet8 already, from a file with the sha256 ${(await readJson(teacherFolder, 'result.json')).job.configuration.source.slice(0, 8)} (${teacherFolder}). Remove it first: \`npm run teacher remove resnet8 -- --data digits --results ${results}\``,
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
    await redistill('teacher', 'export', teacherFolder, '--to', to),
    exitCode.configuration,
    `${to} is there already. Remove it, or give another name with --to`,
  );
});

describe('fill', async () => {
  const cache = join(folder, 'cache');
  const teacherCache = join(cache, 'teacher-cache');
  await mkdir(teacherCache, { recursive: true });
  // Not the command, which would look for TensorFlow in that cache too.
  const filling = `
    const { fillTeacherCache } = await import('./harness/teachers/store/fill.ts');
    const { explain } = await import('./harness/base/problem.ts');
    const [folder, bytes] = process.argv.slice(1);
    try { console.log(JSON.stringify(await fillTeacherCache(folder, Number(bytes)))) }
    catch (error) { process.exitCode = explain(error) }`;
  const fill = (bytes = 100_000) =>
    execa(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', filling, '--', teacherFolder, String(bytes)],
      { cwd: root, env: { [cacheVariable]: cache }, reject: false },
    );

  test('keeps what it outputs for its images, as much as has room, and once', async () => {
    const first = await fill();
    // Of 10 logits, 64 channels and a checksum each.
    expect(JSON.parse(first.stdout), first.stderr).toEqual({ computed: 328, there: 328 });
    const name = (await readdir(teacherCache)).find((one) => one.endsWith('.records'))!;
    const records = await readFile(join(teacherCache, name));
    // Two records, of 304 bytes each.
    for (const place of [10, 1000]) records[place]! ^= 1;
    await writeFile(join(teacherCache, name), records);
    expect(JSON.parse((await fill()).stdout)).toEqual({ computed: 2, there: 328 });
  });

  test('wants room for a record at least', async () => {
    await expectProblem(
      await fill(303),
      exitCode.configuration,
      '--teacher-cache leaves no room for a single record of resnet8. Give it more, such as 1GB',
    );
    await expectProblem(
      await teacher('fill', 'resnet8', '--data', data, '--teacher-cache', '12'),
      exitCode.configuration,
      "--teacher-cache is '12', which is no size. Give one such as 20G, 500M or 1.5GiB, or off",
    );
  });

  const mount = (options: string) =>
    execaSync('mount', ['-t', 'tmpfs', '-o', options, 'redistill-test', teacherCache], { reject: false });
  const unmount = () => execaSync('umount', ['--lazy', teacherCache]);
  const isPermitted = !mount('size=8k').failed;
  if (isPermitted) unmount();

  describe.skipIf(!isPermitted)('a disk (skipped where mounting one is not permitted)', () => {
    test('that is read-only ends it, before anything is computed', async () => {
      mount('ro,size=40k');
      const { stdout, stderr, exitCode: code } = await fill().finally(unmount);
      expect(stderr.split('\n').at(-1)).toMatch(
        /^redistill: the teacher cache .*\.records cannot be written: EROFS: .*\. Set REDISTILL_CACHE to a folder elsewhere$/,
      );
      expect([stdout, code]).toEqual(['', exitCode.storage]);
    });

    test('that fills up ends the command, with how many records are there', async () => {
      const own = teacherCacheFolder(process.env);
      await mkdir(own, { recursive: true });
      // In a namespace of mounts of its own, so that nobody else sees that disk.
      const script = `mount -t tmpfs -o size=40k tmpfs '${own}' && exec "$@"`;
      const command = [process.execPath, 'scripts/start.mjs', 'teacher', 'fill', 'resnet8'];
      const {
        stdout,
        stderr,
        exitCode: code,
      } = await execa(
        'unshare',
        [
          ...['--mount', 'sh', '-c', script, 'sh', ...command],
          ...['--data', data, '--teacher-cache', '100kB', '--results', results],
        ],
        { cwd: root, reject: false },
      );
      expect(stderr.split('\n').at(-1)).toMatch(
        /^redistill: the teacher cache .*\.records cannot be written: ENOSPC: no space left on device, write; 121 of the 328 records that fit are stored\. Make room, or give it less with --teacher-cache SIZE$/,
      );
      expect([stdout, code]).toEqual(['', exitCode.storage]);
    });
  });
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

describe('without a test', () => {
  const elsewhere = join(folder, 'untested');
  const kept = join(elsewhere, 'teachers/digits/resnet8');
  const run = (...args: string[]) => redistill(...args, '--results', elsewhere);
  const line = expect.stringMatching(/^teacher resnet8: imported, sha256 [0-9a-f]{8}, accuracy not measured yet$/m);

  test('a teacher is kept, and its accuracy is said to be unknown', async () => {
    const { stdout, stderr } = await run(
      'teacher',
      'import',
      checkpoint,
      '--net',
      'resnet8',
      '--data',
      data,
      '--no-test',
    );
    expect(stderr).toBe('');
    expect(stdout).toEqual(line);
    expect(await readdir(kept)).toEqual(['job.json', 'untested.json', 'weights.safetensors']);
    expect(await readFile(join(kept, 'weights.safetensors'))).toEqual(
      await readFile(join(teacherFolder, 'weights.safetensors')),
    );
    expect((await run('teacher', 'list')).stdout).toMatch(/^digits {2}resnet8 {2}accuracy not measured yet {2}sha256/);
    expect((await run('suite', data, '--dry-run')).stdout).toEqual(line);
    const to = join(folder, 'untested.safetensors');
    const { stdout: exported } = await run('teacher', 'export', 'resnet8', '--data', data, '--to', to);
    expect(exported).toMatch(/^wrote resnet8, accuracy not measured yet, to /);
    expect(parseTensors(await readFile(to), to).metadata).not.toHaveProperty('accuracy');
  });

  test('a suite measures it before any job learns from it', async () => {
    const { stdout, stderr, exitCode: code } = await run('suite', data);
    expect(code, stderr).toBe(exitCode.done);
    expect(stderr).toContain('redistill: measuring the accuracy of the imported resnet8, which was not tested yet\n');
    expect(await readdir(kept)).toEqual(['job.json', 'result.json', 'test-logits.safetensors', 'weights.safetensors']);
    const { accuracy, ...result } = await readJson(kept, 'result.json');
    expect(accuracy).toBe((await readJson(teacherFolder, 'result.json')).accuracy);
    const [student] = await readdir(join(elsewhere, 'tiny/jobs'));
    expect((await readJson(elsewhere, 'tiny/jobs', student!, 'result.json')).teacher).toEqual({
      weights: result.weights,
      accuracy,
    });
    expect(stdout).toMatch(new RegExp(`\\| Teacher +\\| +${accuracy.toFixed(2)} \\|`));
    expect(stdout).not.toContain('not measured');
  });

  test('or `teacher test` does, and an import with a test', async () => {
    await rm(kept, { recursive: true });
    const untested = () => run('teacher', 'import', checkpoint, '--net', 'resnet8', '--data', data, '--no-test');
    await untested();
    const { stdout, stderr } = await run('teacher', 'test', 'resnet8', '--data', data);
    expect(stdout, stderr).toMatch(/^teacher resnet8: imported, sha256 [0-9a-f]{8}, \d+\.00 %$/);
    expect((await run('teacher', 'test', 'resnet8', '--data', data)).stdout).toBe(stdout);
    expect((await untested()).stdout).toContain(stdout);
    await rm(kept, { recursive: true });
    await untested();
    const imported = await run('teacher', 'import', checkpoint, '--net', 'resnet8', '--data', data);
    expect(imported.stdout, imported.stderr).toContain(stdout);
  });

  test('needs no data set, and who wants a test is told so', async () => {
    vi.stubEnv('REDISTILL_DATA', join(folder, 'no-data'));
    const bare = ['teacher', 'import', sample('resnet8.plain.zip.pth'), '--net', 'resnet8'];
    const { stdout, stderr, exitCode: code } = await run(...bare);
    expect(stderr).toMatch(
      /^redistill: the data set cifar100 is not in .*\. Run `npm run data cifar100`, or import it with --no-test: its accuracy is then measured when the data are there$/,
    );
    expect([stdout, code]).toEqual(['', exitCode.data]);
    expect(existsSync(join(elsewhere, 'teachers/cifar100'))).toBe(false);
    expect((await run(...bare, '--no-test')).stdout).toEqual(line);
    await expectProblem(
      await run('teacher', 'test', 'resnet8'),
      exitCode.data,
      `the data set cifar100 is not in ${join(folder, 'no-data/cifar100/58a81ae192c2')}. Run \`npm run data cifar100\``,
    );
    vi.unstubAllEnvs();
  });
});

test('of several networks in a file the one is taken that --entry names; another one does not pass for it', async () => {
  const elsewhere = join(folder, 'entries');
  const take = (...entry: string[]) =>
    redistill(
      ...['teacher', 'import', sample('resnet8.student-teacher.zip.pth'), '--net', 'resnet8', '--no-test'],
      ...[...entry, '--results', elsewhere],
    );
  await expectProblem(
    await take(),
    exitCode.data,
    `${sample('resnet8.student-teacher.zip.pth')} holds more than one resnet8: its names begin with state_dict.student. and state_dict.teacher. Say which is meant: --entry state_dict.student. or --entry state_dict.teacher.`,
  );
  const { stdout, stderr } = await take('--entry', 'state_dict.teacher.');
  expect(stdout, stderr).toContain('accuracy not measured yet');
  const { tensors } = parseTensors(
    await readFile(join(elsewhere, 'teachers/cifar100/resnet8/weights.safetensors')),
    '',
  );
  expect(tensors.get('fc.weight')!.values.some((value) => value !== 0)).toBe(true);
  const other = await take('--entry', 'student');
  expect(other.stderr).toMatch(/There is an imported resnet8 already, .* behind state_dict\.teacher\. \(/);
});

test('which weights are taken where there are averages too, a line says', async () => {
  const args = ['teacher', 'import', sample('resnet8.average-beside.zip.pth'), '--net', 'resnet8', '--no-test'];
  const { stderr } = await redistill(...args, '--results', join(folder, 'averages'));
  expect(stderr).toBe(
    'redistill: took the weights behind model., and not those behind model_ema.module.: --entry takes others',
  );
});

describe('what cannot be imported is one sentence', () => {
  test.each<[string, string[], ExitCode, string]>([
    [
      'no command',
      [],
      exitCode.configuration,
      'teacher needs a command. Give one of import, test, list, remove, fill, export',
    ],
    [
      'no network',
      ['import', checkpoint],
      exitCode.configuration,
      "required option '--net <network>' not specified. See `npm run teacher import -- --help`",
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
      `${sample('hostile.zip.pth')} wants to use Python's posix.system, which weights do not need; none of it was run. Take weights from somebody whom you trust, saved alone: torch.save(model.state_dict(), FILE)`,
    ],
    [
      'nothing to export',
      ['export', './nowhere', '--to', 'x.safetensors'],
      exitCode.data,
      `There is no trained network in ${join(root, 'nowhere')}. Give the folder of a job that is done`,
    ],
    [
      'nothing to remove',
      ['remove', 'resnet20', '--data', 'digits'],
      exitCode.data,
      `There is no imported resnet20 for the data set digits (${join(results, 'teachers/digits/resnet20')}). \`npm run teacher list -- --results ${results}\` shows what there is`,
    ],
  ])('%s', async (_, args, code, sentence) => {
    // A job's folder needs no other.
    const given = args.length === 0 || args[0] === 'export' ? [] : ['--results', results];
    await expectProblem(await redistill('teacher', ...args, ...given), code, sentence);
    expect(existsSync(join(root, 'EXECUTED'))).toBe(false);
  });

  test('an unknown network, with the nearest one', async () => {
    const { stderr, exitCode: code } = await importing(checkpoint, 'resnet88');
    expect(stderr).toMatch(/^redistill: there is no network 'resnet88'\. Did you mean resnet8\? Give one of resnet8, /);
    expect(code).toBe(exitCode.configuration);
  });

  test('a network with other classes; nothing is written', async () => {
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
