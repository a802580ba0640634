import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { jobFiles } from '../../job/folder.ts';
import { identityOf, trainingOf } from '../../job/job.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { paperOutcome } from '../evidence/fixtures/paper.ts';
import { resultOf, writeResults } from '../evidence/fixtures/write-results.ts';
import { gather } from '../evidence/gather.ts';
import { importedFolder } from '../imported.ts';
import { openBundle } from './open-bundle.ts';
import { withEvidence } from './with-evidence.ts';
import { writeBundle } from './write-bundle.ts';

const root = join(import.meta.dirname, '../../..');
const selection = { pairs: ['resnet56/resnet20'], distillers: ['vanilla', 'kd', 'crd'] };
const typed = ['--pairs', 'resnet56/resnet20', '--distillers', 'vanilla,kd,crd'];

let folder: string;
let results: string;
let archive: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-bundle-test-'));
  results = join(folder, 'results');
  archive = join(folder, 'cifar100.tar.gz');
  const plan = expand(await loadSuite('cifar100'), selection);
  await writeResults(plan, results, (job) => ({
    ...paperOutcome(job)!,
    logits: {
      classes: 100,
      values: Float32Array.from({ length: 300 }, (_, index) => index / trainingOf(job.configuration).seed),
    },
  }));
  await run('report', 'bundle', 'cifar100', '--results', results, ...typed, '--output', archive);
});
afterAll(() => rm(folder, { recursive: true }));

const unset = { npm_lifecycle_event: undefined, GITHUB_STEP_SUMMARY: undefined };

/** A command as a process. */
const runAsProcess = (...args: string[]) =>
  execa('node', ['scripts/start.mjs', ...args], { cwd: root, env: unset, reject: false });

/** A command in this process, which has loaded all that it takes. */
async function run(...args: string[]) {
  for (const [name, value] of Object.entries(unset)) vi.stubEnv(name, value);
  const { code, out, err } = await redistill(...args);
  vi.unstubAllEnvs();
  return { exitCode: code, stdout: out, stderr: err };
}

test('report and check say the same from the archive as at home, without asking for a part again', async () => {
  const home = await run('report', 'cifar100', '--results', results, ...typed);
  const elsewhere = await runAsProcess('report', archive);
  expect(elsewhere.exitCode, elsewhere.stderr).toBe(0);
  const part = 'cifar100/selections/pairs-resnet56_resnet20-distillers-vanilla,KD,CRD';
  const [atHome, there, packed] = [join(results, part), join(folder, 'cifar100-report'), join(folder, 'packed')];
  await mkdir(packed);
  await execa('tar', ['xzf', archive, '-C', packed, '--strip-components', '1']);
  const files = ['epochs.csv', 'epochs.parquet', 'table.csv', 'table.json', 'table.md', 'table.tex', 'report.html'];
  expect((await readdir(there)).sort()).toEqual(files.toSorted());
  for (const file of files) {
    const text = await readFile(join(there, file), 'utf8');
    expect(text === (await readFile(join(packed, file), 'utf8')), file).toBe(true);
    // At home the page was made at another time.
    if (file !== 'report.html') expect(text, file).toBe(await readFile(join(atHome, file), 'utf8'));
  }
  expect(elsewhere.stdout.split(' are in ')[0]).toBe(home.stdout.split(' are in ')[0]);

  const [checkedHome, checkedThere] = [
    await run('check', 'cifar100', '--results', results, ...typed, '--verbose'),
    await run('check', archive, '--verbose'),
  ];
  expect(checkedThere).toMatchObject({ exitCode: checkedHome.exitCode, stdout: checkedHome.stdout });
  expect(checkedThere.stdout).toContain('KD on resnet56/resnet20: agrees');
});

test('the same results give the same bytes, but for the date', async () => {
  const evidence = await gather('cifar100', results, selection);
  const [one, two] = await Promise.all(
    [join(folder, 'one.tar.gz'), join(folder, 'two.tar.gz')].map(async (output) => {
      await writeBundle(evidence, output, { made: new Map([['table.md', 'a table']]), weights: true });
      return readFile(output);
    }),
  );
  expect(one!.equals(two!)).toBe(true);
  await withEvidence(join(folder, 'one.tar.gz'), '/nowhere', {}, async ({ at }) => expect(at).toBe(evidence.at));
});

test('imported teachers and the newest speed are among it', async () => {
  const there = join(folder, 'with-teacher');
  const suite = await loadSuite('cifar100');
  const configuration = { kind: 'imported', dataset: suite.dataset, network: 'resnet56', source: 'abc' } as const;
  const id = identityOf(configuration);
  const teacher = importedFolder(there, configuration);
  const job = { id, label: 'resnet56-teacher-imported', configuration };
  await mkdir(teacher, { recursive: true });
  const plan = expand(suite, selection, [{ id, folder: teacher, configuration, accuracy: 72 }]);
  await writeFile(jobFiles(teacher).result, JSON.stringify({ ...resultOf(plan.jobs[0]!, { accuracy: 72 }), job }));
  await writeResults(plan, there, paperOutcome);
  await mkdir(join(there, 'bench'));
  for (const date of ['2026-01-01', '2026-01-02']) await writeFile(join(there, `bench/${date}.json`), date);

  const output = join(folder, 'with-teacher.tar.gz');
  const home = await gather('cifar100', there, selection);
  await writeBundle(home, output, { made: new Map(), weights: false });
  await rm(there, { recursive: true });
  await withEvidence(output, '/nowhere', {}, async ({ plan, done, results }) => {
    expect(plan.tables[0]!.columns[0]!.teacher).toMatchObject({ id, accuracy: 72 });
    expect(done.size).toBe(home.done.size);
    expect(await readdir(join(results, 'bench'))).toEqual(['2026-01-02.json']);
  });
});

test('results are compared with those of an archive', async () => {
  const { stdout, exitCode } = await run('check', archive, '--against', archive, '--verbose');
  expect(stdout).toContain('KD on resnet56/resnet20: identical');
  expect(stdout).toContain(`the results in ${archive}`);
  expect(exitCode).toBe(0);
});

test('an archive of a version with other jobs is refused, instead of showing that all wait', async () => {
  const evidence = await gather('cifar100', results, selection);
  const output = join(folder, 'other-version.tar.gz');
  const jobs = evidence.jobs.map((job, index) => (index === 0 ? { ...job, id: 'f'.repeat(64) } : job));
  await writeBundle({ ...evidence, jobs }, output, { made: new Map(), weights: false });
  await expect(withEvidence(output, '/nowhere', {}, async () => 'opened')).rejects.toThrow(
    /other-version\.tar\.gz was made by Redistill \S+, whose jobs are not those of this version/,
  );
});

test('a temporary folder that cannot be written is a Problem', async () => {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = archive;
  try {
    await expect(openBundle(archive)).rejects.toMatchObject({ code: 4, cure: 'Set TMPDIR to a folder elsewhere' });
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});

test('a part of an archive can be looked at, and nothing stays unpacked', async () => {
  const temporary = join(folder, 'temporary');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
  try {
    await withEvidence(archive, '/nowhere', { trial: [2] }, async ({ plan }) => {
      expect(plan.tables.flatMap(({ trials }) => trials)).toEqual([2]);
      expect(await readdir(temporary)).toEqual([expect.stringMatching(/^redistill-bundle-/)]);
    });
    expect(await readdir(temporary)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('an archive that cannot be written is a Problem, and one that is there stays', async () => {
  const evidence = await gather('cifar100', results, selection);
  const options = { made: new Map(), weights: false };
  const nowhere = join(folder, 'nowhere/x.tar.gz');
  await expect(writeBundle(evidence, nowhere, options)).rejects.toThrow(
    /--output \/.*nowhere\/x\.tar\.gz cannot be written: the folder .*nowhere is not there/,
  );
  await expect(writeBundle(evidence, join(archive, 'in-a-file.tar.gz'), options)).rejects.toThrow(
    /in-a-file\.tar\.gz cannot be written: it is a file, or is to be in one/,
  );

  const output = join(folder, 'kept.tar.gz');
  await writeFile(output, 'an earlier one');
  const broken = { ...evidence, jobs: [...evidence.jobs, { ...evidence.jobs[0]!, folder: archive }] };
  await expect(writeBundle(broken, output, options)).rejects.toThrow(/job\.json cannot be read \(ENOTDIR/);
  expect(await readFile(output, 'utf8')).toBe('an earlier one');
  expect((await readdir(folder)).filter((name) => name.startsWith('kept.tar.gz.'))).toEqual([]);
});

test('sha256sum and tar know its form', async () => {
  const unpacked = await mkdtemp(join(folder, 'unpacked-'));
  await execa('tar', ['xzf', archive], { cwd: unpacked });
  const { stdout } = await execa('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
    cwd: join(unpacked, 'cifar100'),
  });
  expect(stdout).toContain('table.tex: OK');
  expect(stdout).toContain('trial5');
});

describe('an archive is refused that', () => {
  /** Writes what becomes of the archive's bytes; the tar inside is given unpacked. */
  async function changed(change: (tar: Buffer) => Buffer, zip: (tar: Buffer) => Buffer = gzipSync): Promise<string> {
    const path = join(await mkdtemp(join(folder, 'changed-')), 'changed.tar.gz');
    await writeFile(path, zip(change(gunzipSync(await readFile(archive)))));
    return path;
  }
  const asItIs = (tar: Buffer) => tar;
  const replaced = (from: string, to: string) => (tar: Buffer) =>
    Buffer.from(tar.toString('latin1').replaceAll(from, to), 'latin1');

  /** An archive with this one file. */
  async function archiveOf(name: string): Promise<string> {
    const tar = pack();
    tar.entry({ name }, 'text');
    tar.finalize();
    const path = join(await mkdtemp(join(folder, 'made-')), 'made.tar.gz');
    await writeFile(path, gzipSync(await buffer(tar)));
    return path;
  }

  test.each<[string, () => Promise<string>, string]>([
    ['is not there', async () => '/nowhere/x.tar.gz', 'is not there'],
    ['is a folder', async () => folder, 'cannot be read'],
    ['is cut short', () => changed(asItIs, (tar) => gzipSync(tar).subarray(0, 3000)), 'is damaged'],
    ['is no archive', () => changed(asItIs, asItIs), 'is damaged'],
    ['holds a cut tar', () => changed((tar) => tar.subarray(0, 5000)), 'is damaged'],
    ['had a result changed', () => changed(replaced('"accuracy":7', '"accuracy":8')), 'with another sha256'],
    [
      'leads out of its folder',
      () => archiveOf('cifar100/../../x'),
      "has 'cifar100/../../x', which does not belong there",
    ],
    ['is of something else', () => archiveOf('images/1.png'), 'has no SHA256SUMS'],
  ])('%s', async (_, path, sentence) => {
    await expect(openBundle(await path())).rejects.toThrow(sentence);
  });

  test('is not there, in one sentence with exit code 3', async () => {
    const { exitCode, stderr } = await run('report', '/nowhere/x.tar.gz');
    expect(stderr).toBe('redistill: the archive /nowhere/x.tar.gz is not there. Check the path');
    expect(exitCode).toBe(3);
  });
});
