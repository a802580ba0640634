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
  copy = await mkdtemp(join(tmpdir(), 'redistill-contributing-'));
  for (const name of ['harness', 'suites', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    await cp(join(repository, name), join(copy, name), { recursive: true });
  }
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'));
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

test('the distiller of the guide is all that a distiller takes', async () => {
  const file = 'harness/distillers/cosine.ts';
  await writeFile(join(copy, file), exampleFor(file));
  await edit('harness/distillers/registry.ts', (text) =>
    text
      .replace('import { crd }', "import { cosine } from './cosine.ts';\nimport { crd }")
      .replace('methods = { ', 'methods = { cosine, '),
  );

  const types = await execa('npx', ['tsc', '--noEmit', '-p', copy], { cwd: repository, reject: false });
  expect(types.stdout.split('\n').filter((line) => /cosine|registry/.test(line))).toEqual([]);

  // The tests that go through all methods find it by the registry.
  const options = ['--project', 'fast', '--reporter', 'verbose', '-t', 'cosine'];
  const run = await execa('npx', ['vitest', 'run', ...options, 'harness/distillers/training.test.ts'], {
    cwd: copy,
    env: { NO_COLOR: '1' },
    reject: false,
  });
  expect(run.stdout).toMatch(/✓.*cosine trains in recorded steps/);
}, 300_000);
