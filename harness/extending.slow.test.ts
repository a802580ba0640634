import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '..');
const guide = await readFile(join(repository, 'CONTRIBUTING.md'), 'utf8');

/** A copy of the house, in which an example can be built. */
let copy: string;

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'redistill-extending-'));
  for (const name of ['harness', 'scripts', 'suites', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    await cp(join(repository, name), join(copy, name), { recursive: true });
  }
  for (const name of ['node_modules', 'baselines']) await symlink(join(repository, name), join(copy, name));
});

afterEach(() => rm(copy, { recursive: true, force: true }));

/** The example that the guide shows after naming its file. */
function exampleFor(file: string): string {
  const [, rest] = guide.split(`\`${file}\`:`);
  return /```ts\n(.*?)```/s.exec(rest!)![1]!;
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(join(copy, file), 'utf8');
  const after = change(before);
  expect(after, file).not.toBe(before);
  await writeFile(join(copy, file), after);
}

/** What the compiler has to say about the copy's files of these names. */
async function complaintsAbout(...names: string[]): Promise<string[]> {
  const { stdout } = await execa('npx', ['tsc', '--noEmit', '-p', copy], { cwd: repository, reject: false });
  return stdout.split('\n').filter((line) => names.some((name) => line.includes(name)));
}

/** Runs those tests of a file in the copy that have a word in their name. */
async function testsOf(file: string, word: string): Promise<string> {
  const options = ['--project', 'fast', '--reporter', 'verbose', '-t', word];
  const run = await execa('npx', ['vitest', 'run', ...options, file], {
    cwd: copy,
    env: { NO_COLOR: '1' },
    reject: false,
  });
  return run.stdout;
}

test('the network of the guide is all that a network takes', async () => {
  const file = 'harness/nets/plain.ts';
  await writeFile(join(copy, file), exampleFor(file));
  await edit('harness/nets/registry.ts', (text) =>
    text
      .replace('import { resnets }', "import { plains } from './plain.ts';\nimport { resnets }")
      .replace('  ...resnets,', '  ...resnets,\n  ...plains,'),
  );
  expect(await complaintsAbout('plain', 'registry')).toEqual([]);
  expect(await testsOf('harness/nets/counts.test.ts', 'plain')).toMatch(/✓.*plain is what it declares/);

  const program = `
    const { engineStep } = await import('./harness/bench/engine-step.ts');
    const { run } = await engineStep('plain', 4, 'replay');
    console.log(JSON.stringify(Array.from({ length: 50 }, run)));`;
  const { stdout } = await execa('node', ['--import', 'tsx', '--input-type=module', '--eval', program], { cwd: copy });
  const losses: number[] = JSON.parse(stdout);
  // Every fifth step sees the same images.
  expect(losses[45]).toBeLessThan(losses[0]!);
}, 300_000);

test('the distiller of the guide is all that a distiller takes', async () => {
  const file = 'harness/distillers/cosine.ts';
  await writeFile(join(copy, file), exampleFor(file));
  await edit('harness/distillers/registry.ts', (text) =>
    text
      .replace('import { crd }', "import { cosine } from './cosine.ts';\nimport { crd }")
      .replace('methods = { ', 'methods = { cosine, '),
  );
  expect(await complaintsAbout('cosine', 'registry')).toEqual([]);
  // The tests that go through all methods find it by the registry.
  const tests = await testsOf('harness/distillers/training.test.ts', 'cosine');
  expect(tests).toMatch(/✓.*cosine trains in recorded steps/);
}, 300_000);
