// The package that `npm pack` makes, installed into an empty folder and used there, as a person does who has no clone.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTypes } from './make-types.ts';

const repository = join(import.meta.dirname, '../..');
const small = ['--epochs', '1', '--trials', '1'];

let folder: string;
/** The folder of a person who has installed the package. */
let user: string;
/** All that the package holds, by its paths. */
let packed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-package-'));
  user = join(folder, 'user');
  await mkdir(user);
  const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', folder], { cwd: repository });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await execa('npm', ['install', ...options, join(folder, filename)], { cwd: user });
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program in the user's folder, without what npm tells the scripts of this clone. */
const run = (program: string, ...args: string[]) => {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$|VITEST)/.test(name));
  return execa(program, args, { cwd: user, env: Object.fromEntries(own), extendEnv: false, reject: false });
};
/** What `npx redistill` starts. */
const redistill = (...args: string[]) => run(join(user, 'node_modules/.bin/redistill'), ...args);

test('it holds what runs and what is read, and no tests', () => {
  for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md', 'CITATION.cff', 'docs/data-out.md', 'tsconfig.json']) {
    expect(packed).toContain(name);
  }
  expect(packed.filter((path) => /\.test\.tsx?$|^results\/|^\.|package-lock/.test(path))).toEqual([]);
});

test('suite, report and check work in an empty folder, and results go there', async () => {
  const suite = await redistill('suite', 'digits', ...small);
  expect(suite.exitCode, suite.stderr).toBe(0);
  expect(suite.stdout).toMatch(/\| CRD\+KD +\| +\**\d+\.\d\d/);

  const report = await redistill('report', 'digits', ...small);
  expect(report.exitCode, report.stderr).toBe(0);
  const own = 'results/digits/selections/trials-1-epochs-1';
  expect(report.stdout).toContain(`The page is ${own}/report.html`);
  expect((await readdir(join(user, own))).sort()).toEqual([
    ...['epochs.csv', 'epochs.parquet', 'report.html'],
    ...['table.csv', 'table.json', 'table.md', 'table.tex'],
  ]);

  // One epoch has no baseline: it is compared with itself.
  const check = await redistill('check', 'digits', ...small, '--against', 'results');
  expect(check.exitCode, check.stderr).toBe(0);
  expect(check.stdout).toContain('Of 4 comparisons 0 differ');
  const whole = await run('npx', 'redistill', 'check', 'digits');
  expect(whole).toMatchObject({ exitCode: 2, stdout: '' });
  expect(whole.stderr).toContain('npx redistill');

  // Nothing was written into the package.
  const installed = await readdir(join(user, 'node_modules/redistill'), { recursive: true, withFileTypes: true });
  const there = installed
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(user, 'node_modules/redistill'), join(entry.parentPath, entry.name)));
  expect(there.toSorted()).toEqual(packed.toSorted());
});

test("papers of the user's lie beside their results, and are read where they are", async () => {
  const added = await run('npx', 'redistill', 'add-paper', 'MyKD');
  expect(added.stdout).toMatch(/^literature\/MyKD\.json is there\..*`npx redistill audit`/s);
  const unfilled = await redistill('audit');
  expect(unfilled).toMatchObject({ exitCode: 3, stdout: '' });
  expect(unfilled.stderr).toContain("literature/MyKD.json: repository is ''");
  const guide = await readFile(join(repository, 'docs/extending/paper.md'), 'utf8');
  await writeFile(join(user, 'literature/MyKD.json'), /```json\n(.*?)```/s.exec(guide)![1]!);
  expect((await redistill('audit')).stdout).toContain('from 28 repositories');
  await rm(join(user, 'literature'), { recursive: true });
});

test('a suite of the user imports the package by its name, with types', async () => {
  const text = `import { defineSuite, paper, paperRecipe, withKd } from 'redistill';
import digits from 'redistill/suites/digits';

export default defineSuite({
  name: 'mine',
  title: 'Mine',
  description: 'KD and CRD+KD on digits.',
  dataset: digits.dataset,
  recipe: { ...paperRecipe, epochs: 2, dropsAfter: [] },
  tables: digits.tables,
  distillers: [paper.vanilla, paper.kd, withKd({ ...paper.crd, method: { ...paper.crd.method, negatives: 64 } })],
});
`;
  await mkdir(join(user, 'suites'));
  await writeFile(join(user, 'suites/mine.ts'), text);
  const plan = await redistill('suite', 'suites/mine.ts', '--dry-run', '--json');
  expect(plan.exitCode, plan.stderr).toBe(0);
  expect(plan.stdout).toContain('CRD+KD');

  const compile = async () => {
    const config = { strict: true, target: 'ES2022', module: 'NodeNext', noEmit: true, types: [] };
    await writeFile(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions: config, include: ['suites'] }));
    return run(process.execPath, join(repository, 'node_modules/typescript/bin/tsc'), '-p', user);
  };
  expect(await compile()).toMatchObject({ exitCode: 0, stdout: '' });
  await writeFile(join(user, 'suites/mine.ts'), text.replace("name: 'mine'", "name: 'mine', rate: 1"));
  expect((await compile()).stdout).toContain("'rate' does not exist");
  await writeFile(join(user, 'suites/mine.ts'), text.replace('suites/digits', 'suites/nowhere'));
  expect((await redistill('suite', 'suites/mine.ts', '--dry-run')).stderr).toContain('Redistill has no suites/nowhere');
});

test('Node takes the same from the package', async () => {
  const program =
    "import('redistill').then(({ defineSuite, paper }) => console.log(typeof defineSuite, paper.kd.name))";
  expect((await run(process.execPath, '-e', program)).stdout).toBe('function KD');
});

test('what only a clone can do is refused', async () => {
  const { exitCode, stderr } = await redistill('lint');
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    "redistill: 'lint' is for a clone of Redistill, and this is an installed package. Run it in a clone",
  );
});

test('a package that another version replaces is compiled anew, although npm gives its files the same times', async () => {
  const file = join(user, 'node_modules/redistill/suites/digits.ts');
  const [before, { stdout }] = [await readFile(file, 'utf8'), await redistill('suites')];
  const changed = join(folder, 'changed.ts');
  await writeFile(changed, before.replace('Distillation on 500', 'Distillation of 500'));
  await execa('touch', ['-r', file, changed]);
  await cp(changed, file, { preserveTimestamps: true });
  expect(stdout).toContain('Distillation on 500');
  expect((await redistill('suites')).stdout).toContain('Distillation of 500');
  await writeFile(file, before);
});

test('the types are those of the sources', async () => {
  const made = join(folder, 'types');
  await makeTypes(made);
  const { stdout } = await execa('diff', ['-r', made, join(repository, 'types')], { reject: false });
  expect(stdout, 'Run `npm run types`').toBe('');
});
