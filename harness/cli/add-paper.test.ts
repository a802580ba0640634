import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { near } from '../base/near.ts';
import { collect } from '../report/page/collect/collect.ts';
import { writeResults } from '../results/evidence/fixtures/write-results.ts';
import { gather } from '../results/evidence/gather.ts';
import { expand } from '../suite/expand.ts';
import { literatureCells } from '../suite/literature/cells.ts';
import { pairsOfCrd } from '../suite/literature/networks.ts';
import { loadSuite } from '../suite/load.ts';
import { redistill } from './fixtures/in-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-paper-'));
});
afterAll(() => rm(folder, { recursive: true }));

const guide = await readFile('docs/extending/paper.md', 'utf8');
const example = /```json\n(.*?)```/s.exec(guide)![1]!;

/** A folder with the file that `add-paper` begins. */
async function begun(name: string): Promise<{ papers: string; file: string; out: string }> {
  const papers = await mkdtemp(join(folder, 'papers-'));
  const { code, out, err } = await redistill('add-paper', name, '--literature', papers);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { papers, file: join(papers, `${name}.json`), out };
}

test('it begins a file with a row for CRD’s pairs, and says what to do next', async () => {
  const { papers, file, out } = await begun('MyKD');
  expect(await readdir(papers)).toEqual(['MyKD.json']);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(`"MyKD": [${Array(13).fill('null').join(', ')}]`);
  expect(JSON.parse(text)).toMatchObject({ tables: [{ columns: [...pairsOfCrd] }], methods: { MyKD: {} } });
  expect(out).toContain(`${file} is there. To do:`);
  // From where the user is, so that it is found in node_modules too.
  expect(out).toContain(` ${near(resolve('docs/extending/paper.md'))} explains each field.`);
  expect(out).toContain(`npm run audit -- --literature ${papers}`);
});

test('of a method that is known it does not say anew what that extends', async () => {
  const { file } = await begun('DKD');
  expect(JSON.parse(await readFile(file, 'utf8'))).not.toHaveProperty('methods');
});

test('what is empty is asked for field by field, until the paper shows among the others', async () => {
  const { papers, file } = await begun('MyKD');
  const audit = () => redistill('audit', '--literature', papers);
  const paper = JSON.parse(await readFile(file, 'utf8'));
  const step = async (change: () => void) => {
    change();
    await writeFile(file, JSON.stringify(paper));
    return audit();
  };
  expect(await audit()).toEqual({
    code: 3,
    out: '',
    err: `redistill: ${file}: repository is ''. It must be the owner and the name of a repository, as owner/name`,
  });
  expect((await step(() => (paper.repository = 'example/my-kd'))).err).toContain(
    `${file}: tables[0].path is ''. It must be a text with something in it`,
  );
  expect((await step(() => (paper.tables[0].path = 'README.md'))).err).toContain(
    `${file}: tables[0].rows.MyKD is [${Array(10).fill('null,').join('')}`,
  );
  paper.tables[0].rows.MyKD[2] = 171.9;
  expect((await step(() => {})).err).toContain(`${file}: tables[0].rows.MyKD[2] is 171.9. It must be a number`);
  const done = await step(() => (paper.tables[0].rows.MyKD[2] = 71.9));
  expect(done).toMatchObject({ code: 0, err: '' });
  // 71.9 - 70.66; its epoch is not known.
  expect(done.out).toMatch(/^MyKD +KD +1 +0 +0 +unknown against last +\+1\.24 /m);
  expect((await redistill('audit')).out).not.toContain('MyKD');
});

test.each([
  [{ mehtods: {} }, 'mehtods is unknown. Did you mean methods?'],
  [{ methods: { DKD: {} } }, "methods has 'DKD', which methods.json has too"],
  [{ methods: {} }, "a method of tables[0].rows is 'MyKD', which methods.json does not have"],
  [{ methods: { MyKD: { extends: ['KDD'] }, 'MyKD+CRD': {} } }, "the method MyKD extends 'KDD', which neither"],
  [{ recipes: { RepDistiller: { epochs: 1, batch: 1, nesterov: null, views: 1, source: 'x' } } }, "has 'RepDistiller'"],
  [{ about: { ...JSON.parse(example).about, recipe: 'ours' } }, "about.recipe is 'ours', which recipes.json does not"],
])('the example of the guide with %j is refused', async (change, sentence) => {
  const { papers, file } = await begun('MyKD');
  await writeFile(file, JSON.stringify({ ...JSON.parse(example), ...change }));
  const { code, err } = await redistill('audit', '--literature', papers);
  expect(err).toContain(sentence);
  expect(code).toBe(3);
});

test.each([
  [['add-paper', '../x'], 2, "'../x' cannot be the name of a paper"],
  [['add-paper', ''], 2, "'' cannot be the name of a paper"],
  [['add-paper', 'MyKD.json'], 2, "'MyKD.json' cannot be the name of a paper, as it is that of a file. Give MyKD"],
  [['add-paper', 'dkd'], 2, 'as DKD is a method that is known. Give DKD for numbers of that, else another name'],
  [['add-paper', 'Vanilla'], 2, "'Vanilla' cannot be the name of a paper, as it stands for networks alone"],
  [['add-paper', 'K'.repeat(300)], 2, 'Give at most 100 letters'],
  [['audit', '--literature', 'docs/extending/paper.md'], 3, 'paper.md is a file. Give the folder that it is in'],
  [['audit', '--literature', '/nowhere/papers'], 3, 'the folder /nowhere/papers is not there'],
  [['check', 'digits', '--literature', '.'], 2, "--literature has no effect on a suite that has the baseline 'digits'"],
  [['check', 'after-crd', '--against', '.', '--literature', '.'], 2, '--literature has no effect with --against'],
  [['check', 'x.tar.gz', '--literature', '.'], 2, '--literature has no effect with an archive'],
])('%j', async (args, code, sentence) => {
  const ended = await redistill(...args);
  expect(ended.err).toContain(sentence);
  expect(ended.code).toBe(code);
});

test('a file that is there already stays as it is', async () => {
  const { papers, file } = await begun('MyKD');
  await writeFile(file, 'mine');
  for (const name of ['MyKD', 'mykd']) {
    expect(await redistill('add-paper', name, '--literature', papers)).toMatchObject({
      code: 2,
      err: `redistill: ${file} is there already. Edit it, or give another name`,
    });
  }
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect(await readdir(papers)).toEqual(['MyKD.json']);
});

test('a folder that cannot be made', async () => {
  const { file } = await begun('MyKD');
  const { code, err } = await redistill('add-paper', 'MyKD', '--literature', join(file, 'below'));
  expect(err).toContain('cannot be written: it is a file, or is to be in one. Give the path of a folder');
  expect(code).toBe(4);
});

test('a folder without papers', async () => {
  const papers = join(folder, 'empty');
  await mkdir(papers);
  expect((await redistill('audit', '--literature', papers)).err).toContain('has no papers, which are .json files');
});

test('of a median the epoch is known, and it is compared with no mean', async () => {
  const { papers, file } = await begun('MyKD');
  const paper = JSON.parse(example);
  await writeFile(file, JSON.stringify({ ...paper, about: { ...paper.about, aggregation: 'median' } }));
  const { out } = await redistill('audit', '--literature', papers);
  expect(out).toMatch(/^MyKD +KD +2 +0 +0 +median against last +\+\d\.\d\d +\d\.\d\d +a median against a mean /m);
  expect(out).toContain('MyKD (a median against a mean)');
});

test('papers lie beside what else systems leave in folders', async () => {
  const papers = await mkdtemp(join(folder, 'papers-'));
  await writeFile(join(papers, 'MyKD.JSON'), example);
  await writeFile(join(papers, '._MyKD.json'), Buffer.of(0, 5, 22, 7));
  const audit = await redistill('audit', '--literature', papers);
  expect(audit).toMatchObject({ code: 0, err: '' });
  expect(audit.out).toContain('from 28 repositories');
  await mkdir(join(papers, 'x.json'));
  const refused = await redistill('audit', '--literature', papers);
  expect(refused.err).toContain('x.json cannot be read (it is no file)');
  expect(refused.code).toBe(3);
});

test('a pipe is not waited for', async () => {
  const { papers } = await begun('MyKD');
  execFileSync('mkfifo', [join(papers, 'a.json')]);
  expect(await redistill('audit', '--literature', papers)).toMatchObject({
    code: 3,
    err: expect.stringContaining('a.json cannot be read (it is no file)'),
  });
});

test('no number counts twice: neither by a link to the registry, nor by a copy of a file', async () => {
  const registry = 'baselines/published/after-crd/sources';
  const papers = await mkdtemp(join(folder, 'papers-'));
  await symlink(resolve(registry), join(papers, 'link'));
  expect((await redistill('audit', '--literature', join(papers, 'link'))).out).toBe((await redistill('audit')).out);
  await copyFile(join(registry, 'dist.json'), join(papers, 'copy.json'));
  const { code, err } = await redistill('audit', '--literature', papers);
  expect(err).toMatch(
    /copy\.json: tables\[0\] has \S+ on \S+ as [\d.]+, which .*dist\.json: tables\[0\] has from the same place/,
  );
  expect(code).toBe(3);
  await rm(join(papers, 'copy.json'));
  await writeFile(join(papers, 'a.json'), example);
  await writeFile(join(papers, 'b.json'), example);
  expect((await redistill('audit', '--literature', papers)).err).toMatch(
    /b\.json: methods has 'MyKD', which .*a\.json has too/,
  );
});

test('the example of the guide shows in audit, check and page', async () => {
  const papers = join(folder, 'guide');
  await mkdir(papers);
  await writeFile(join(papers, 'MyKD.json'), example);
  const cells = (await literatureCells(papers)).filter(({ repository }) => repository === 'example/my-kd');
  expect(cells.map(({ method, column, value }) => `${method} ${column} ${value}`)).toEqual([
    'MyKD resnet56/resnet20 71.9',
    'MyKD+CRD resnet56/resnet20 72.1',
    'MyKD resnet32x4/resnet8x4 76.4',
    'MyKD+CRD resnet32x4/resnet8x4 76.6',
    'MyKD+CRD vgg13/vgg8 74.5',
    'KD resnet56/resnet20 70.66',
  ]);

  const { out } = await redistill('audit', '--literature', papers);
  expect(out).toMatch(/^MyKD\+CRD +CRD +3 /m);
  expect(out).toContain('from 28 repositories');

  const suite = join(folder, 'mine.json');
  const source = 'a test';
  const afterCrd = await loadSuite('after-crd');
  const { name: _, ...kd } = afterCrd.distillers.find(({ name }) => name === 'KD')!;
  await writeFile(
    suite,
    JSON.stringify({
      name: 'mine',
      title: 'Mine',
      description: 'A test.',
      dataset: { name: 'cifar100' },
      recipe: afterCrd.recipe,
      tables: [{ name: 'mine', pairs: [{ teacher: 'resnet56', student: 'resnet20' }], trials: 3 }],
      distillers: [{ ...kd, name: 'MyKD', source }],
      baseline: 'after-crd',
    }),
  );
  const results = join(folder, 'results');
  await writeResults(expand(await loadSuite(suite), {}), results, ({ configuration }) => {
    const accuracy = 71.5 + ('seed' in configuration ? configuration.seed : 0) / 10;
    return { accuracy, best: accuracy + 0.3 };
  });
  const checked = await redistill('check', suite, '--results', results, '--literature', papers, '--json');
  const { findings } = JSON.parse(checked.out) as { findings: { name: string; verdict: string; detail: string }[] };
  expect(findings.map(({ name }) => name)).toEqual(['mine: MyKD on resnet56/resnet20, my-kd README.md, Table 2']);
  expect(findings[0]!.detail).toMatch(/^best epoch: 72\.00 .*published 71\.90/);

  const { papers: grids } = await collect(await gather(suite, results, {}, papers), '2026-12-01T00:00:00.000Z');
  const texts = (id: string) => grids.find((grid) => grid.id === id)!.rows.map((row) => row.map(({ text }) => text));
  expect(texts('papers-all').map((row) => row.slice(0, 3))).toContainEqual([
    'MyKD',
    'example/my-kd, README.md, Table 2',
    'best',
  ]);
  expect(texts('papers-gains').map(([method]) => method)).toContain('MyKD');
});
