import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');

/** What npx would start, half a second later. */
const tool = (path: string) => join(repository, 'node_modules', path);

const folder = await mkdtemp(join(tmpdir(), 'redistill-extending-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of the repository, in which all examples are built: what looks at one looks at all of them, once. */
const copy = join(folder, 'copy');
/** What the compiler says about it. */
let complaints: string[];
/** A line for each of the tests that were run in it. */
let tests: string[];

beforeAll(async () => {
  await mkdir(copy);
  for (const name of ['harness', 'scripts', 'suites', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    await cp(join(repository, name), join(copy, name), { recursive: true });
  }
  for (const name of ['node_modules', 'baselines']) await symlink(join(repository, name), join(copy, name));
  await addNetwork();
  await addDistiller();
  await addOp();
  await addDataset();
  for (const suite of ['mine', 'tuned']) await writeExample('suite', `suites/${suite}.ts`);
  [complaints, tests] = await Promise.all([compilersComplaints(), testsOfExamples()]);
}, 1_200_000);

/** Writes the example that a page of docs/extending shows after naming its file. */
async function writeExample(page: string, file: string): Promise<void> {
  const guide = await readFile(join(repository, 'docs/extending', `${page}.md`), 'utf8');
  const [, rest] = guide.split(`\`${file}\`:`);
  await writeFile(join(copy, file), /```ts\n(.*?)```/s.exec(rest!)![1]!);
}

/** An indented line of a page, without its margin. */
async function indented(page: string, line: string): Promise<string> {
  const guide = await readFile(join(repository, 'docs/extending', `${page}.md`), 'utf8');
  expect(guide.split('\n'), `${page} has ${line}`).toContain(`    ${line}`);
  return line;
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(join(copy, file), 'utf8');
  const after = change(before);
  expect(after, file).not.toBe(before);
  await writeFile(join(copy, file), after);
}

async function compilersComplaints(): Promise<string[]> {
  const options = ['--noEmit', '--incremental', 'false', '--singleThreaded', '-p', copy];
  const { stdout } = await execa(process.execPath, [tool('typescript/bin/tsc'), ...options], { reject: false });
  return stdout.split('\n').filter((line) => line !== '');
}

const complaintsAbout = (...names: string[]) => complaints.filter((line) => names.some((name) => line.includes(name)));

/** Runs what a network, a distiller and an op are tested by. */
async function testsOfExamples(): Promise<string[]> {
  const paths = [
    'harness/model/nets/counts.test.ts',
    'harness/model/engine/ops/elu.test.ts',
    'harness/model/engine/record/shapes.test.ts',
    'harness/tools/parity/trajectories.test.ts',
    ...['harness/model/distillers', 'harness/job', 'harness/train/job/data-of.test.ts', 'harness/tools/parity/after'],
  ];
  // Others train, and are computed, as they are in `npm test`.
  const others = [
    ...['networks of the reference', 'VGG pools', 'is what it declares', 'trains in recorded steps'],
    ...['the rules foresee', 'itself has to speak', 'agree with the reference', 'kernel by kernel'],
  ];
  const options = ['--project', 'fast', '--reporter', 'verbose', '-t', `^(?!.*(${others.join('|')}))|cosine|plain is`];
  const run = await execa(process.execPath, [tool('vitest/vitest.mjs'), 'run', ...options, ...paths], {
    cwd: copy,
    env: { NO_COLOR: '1' },
    reject: false,
  });
  return run.stdout.split('\n');
}

/** Runs a command in the copy, as a user does. */
const redistill = (...args: string[]) =>
  execa('node', ['scripts/start.mjs', ...args], { cwd: copy, env: { NO_COLOR: '1' }, reject: false });

async function addNetwork(): Promise<void> {
  await writeExample('network', 'harness/model/nets/plain.ts');
  const line = await indented('network', "import { plains } from './plain.ts';");
  await edit('harness/model/nets/registry.ts', (text) =>
    text
      .replace('import { resnets }', `${line}\nimport { resnets }`)
      .replace('  ...resnets,', '  ...resnets,\n  ...plains,'),
  );
}

test('the network of the guide is all that a network takes', async () => {
  expect(complaintsAbout('plain', 'registry')).toEqual([]);
  expect(tests.join('\n')).toMatch(/✓.*plain is what it declares/);

  const program = `
    const { engineStep } = await import('./harness/tools/bench/engine-step.ts');
    const { run } = await engineStep('plain', 4, 'replay');
    console.log(JSON.stringify(Array.from({ length: 50 }, run)));`;
  const { stdout } = await execa('node', ['--import', 'tsx', '--input-type=module', '--eval', program], { cwd: copy });
  const losses: number[] = JSON.parse(stdout);
  // Every fifth step sees the same images.
  expect(losses[45]).toBeLessThan(losses[0]!);
}, 600_000);

async function addDistiller(): Promise<void> {
  await writeExample('distiller', 'harness/model/distillers/cosine.ts');
  const line = await indented('distiller', "import { cosine } from './cosine.ts';");
  await edit('harness/model/distillers/registry.ts', (text) =>
    text.replace('import { crd }', `${line}\nimport { crd }`).replace('methods = { ', 'methods = { cosine, '),
  );
  // Its row in a suite.
  const row = await indented(
    'distiller',
    "{ name: 'Cosine', gamma: 1, alpha: 0, beta: 1, method: { name: 'cosine' }, source: 'ours: not tuned' }",
  );
  await writeExample('suite', 'suites/mine.ts');
  await edit('suites/mine.ts', (text) => text.replace('kd, hotter]', `kd, hotter, ${row}]`));
  await rename(join(copy, 'suites/mine.ts'), join(copy, 'suites/mine-with-cosine.ts'));
}

test('the distiller of the guide is all that a distiller takes', () => {
  expect(complaintsAbout('cosine', 'registry', 'mine')).toEqual([]);
  // The tests that go through all methods find it by the registry, and none of them has to be changed for it.
  const text = tests.join('\n');
  expect(text).toMatch(/✓.*cosine trains in recorded steps/);
  expect(tests.filter((line) => /✗|×|FAIL/.test(line))).toEqual([]);
  expect(text).toMatch(/✓.*cosine, .* kernels have the outputs that the rules foresee/);
  expect(text).toMatch(/✓.*there are trajectories of cross entropy/);
});

async function addOp(): Promise<void> {
  await writeExample('op', 'harness/model/engine/ops/elu.ts');
  await writeExample('op', 'harness/model/engine/ops/elu.test.ts');
  await edit('harness/model/engine/record/shapes.ts', (text) =>
    text.replace("...['Relu',", "...['Elu', 'EluGrad', 'Relu',"),
  );
}

test('the op of the guide is all that an op takes', () => {
  expect(complaintsAbout('elu', 'shapes')).toEqual([]);
  expect(tests.join('\n')).toMatch(/✓.*ELU bends smoothly below zero/);
});

async function addDataset(): Promise<void> {
  await writeExample('dataset', 'harness/data/sets/stripes.ts');
  await writeExample('dataset', 'suites/stripes.ts');
  const line = await indented('dataset', "import { stripes } from './stripes.ts';");
  await edit('harness/data/sets/registry.ts', (text) =>
    text.replace('import { stl10 }', `${line}\nimport { stl10 }`).replace('datasets = { ', 'datasets = { stripes, '),
  );
}

test('the dataset of the guide is all that a dataset takes', async () => {
  expect(complaintsAbout('.ts')).toEqual([]);

  const { exitCode, stdout, stderr } = await redistill('suite', 'stripes');
  expect(exitCode, stderr).toBe(0);
  const [, accuracy] = /Teacher +\| +([\d.]+)/.exec(stdout)!;
  // Four directions are easy.
  expect(Number(accuracy)).toBeGreaterThan(50);
}, 1_200_000);

test('the suite of the guide is all that a suite takes', async () => {
  expect(complaintsAbout('mine')).toEqual([]);
  const { exitCode, stdout, stderr } = await redistill('suite', 'mine', '--dry-run', '--jobs');
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toMatch(/\b10 jobs\b/);
  expect(stdout).toContain('KD-T8');
  expect(complaintsAbout('tuned')).toEqual([]);
  const tuned = await redistill('suite', 'tuned', '--dry-run');
  expect(tuned.stdout, tuned.stderr).toContain("CRD on resnet20/resnet8: beta 0.5, crd's negatives 64");
}, 600_000);
