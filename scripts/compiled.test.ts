import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
/** A small program with the real start, so that its sources can be changed, and compiling it takes little. */
let root: string;
/** Where it keeps what was compiled. */
let kept: string;

const main = `
import { importProgram } from '../../scripts/compiled.mjs';
export async function main() {
  console.log((await importProgram('suites/small.ts')).title);
  return 0;
}`;
const suite = "export const title = 'A small suite';\n";

/** Makes a folder like a clone, of these files and folders of the repository. */
async function makeClone(...names: string[]): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), 'redistill-compiled-'));
  for (const name of names) {
    const filter = (path: string) => !path.endsWith('.test.ts');
    await cp(join(repository, name), join(clone, name), { recursive: true, filter });
  }
  // Each package by a link of its own, so that what is compiled does not go into this clone's.
  const packages = join(repository, 'node_modules');
  await mkdir(join(clone, 'node_modules'));
  for (const name of (await readdir(packages)).filter((name) => !name.startsWith('.'))) {
    await symlink(join(packages, name), join(clone, 'node_modules', name));
  }
  return clone;
}

beforeAll(async () => {
  const starts = (await readdir(join(repository, 'scripts'))).filter((name) => name.endsWith('.mjs'));
  const scripts = starts.map((name) => `scripts/${name}`);
  root = await makeClone('harness/base', ...scripts, 'scripts/compiled', 'package.json', 'tsconfig.json');
  for (const folder of ['harness/cli', 'suites']) await mkdir(join(root, folder));
  await writeFile(join(root, 'harness/cli/cli.ts'), main);
  await writeFile(join(root, 'suites/small.ts'), suite);
  kept = join(root, 'node_modules/.redistill');
});
afterAll(() => rm(root, { recursive: true }));

const start = (cwd = root, env: NodeJS.ProcessEnv = {}) =>
  execa(process.execPath, ['scripts/start.mjs', 'suites'], { cwd, reject: false, env });

/** What was compiled and is there; what a killed start has left does not count. */
const states = async () => (await readdir(kept)).filter((name) => !name.startsWith('.'));

test('of several starts at once all work, and one state is kept, which the next start finds', async () => {
  const outputs = await Promise.all([start(), start()]);
  expect(outputs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await states()).toHaveLength(1);
  expect(await readdir(kept)).toEqual(await states());
  const [state] = await states();
  const before = await readFile(join(kept, state!, 'harness/cli/cli.js'));
  expect(outputs[0]!.stdout).toBe('A small suite');
  await utimes(join(kept, state!), 0, 0);
  expect((await start()).stdout).toBe(outputs[0]!.stdout);
  expect(await states()).toEqual([state]);
  // What is used is not old.
  expect((await stat(join(kept, state!))).mtimeMs).toBeGreaterThan(0);
  expect(await readFile(join(kept, state!, 'harness/cli/cli.js'))).toEqual(before);
});

test('a changed source is compiled anew, whatever was kept', async () => {
  const file = join(root, 'suites/small.ts');
  await writeFile(file, suite.replace('A small suite', 'Changed a moment ago'));
  expect((await start()).stdout).toBe('Changed a moment ago');
  await writeFile(file, suite);
  expect((await start()).stdout).toBe('A small suite');
});

test('a start that is killed while it compiles leaves nothing that passes for whole', async () => {
  const compiles = async () => (await readdir(kept).catch(() => [])).length > 0;
  for (const milliseconds of [0, 50]) {
    await rm(kept, { recursive: true, force: true });
    const killed = start();
    while (!(await compiles())) await setTimeout(1);
    await setTimeout(milliseconds);
    killed.kill('SIGKILL');
    await killed;
    const { exitCode, stdout, stderr } = await start();
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'A small suite', stderr: '' });
  }
});

test('of a state that is damaged, nothing is used: it is compiled anew', async () => {
  await start();
  const damages: ((file: string) => Promise<void>)[] = [
    // As a power failure leaves what was written a moment before.
    (file) => writeFile(file, ''),
    async (file) => writeFile(file, Buffer.alloc((await stat(file)).size)),
    // As what clears caches of old files leaves it.
    (file) => rm(file),
  ];
  for (const damage of damages) {
    const [state] = await states();
    await damage(join(kept, state!, 'harness/cli/cli.js'));
    const { exitCode, stdout, stderr } = await start();
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'A small suite', stderr: '' });
    expect(await states()).toEqual([state]);
  }
});

const baselines = ['baselines/measured', 'baselines/published', 'baselines/networks.json'];
const whole = ['harness', 'suites', 'scripts', 'package.json', 'tsconfig.json', ...baselines];

test('where nothing can be kept, the sources are read as they are', async () => {
  // All of them: these are the only ones that a bundle and Node might read differently.
  const clone = await makeClone(...whole);
  const file = join(clone, 'node_modules/.redistill');
  await writeFile(file, '');
  const { exitCode, stdout } = await start(clone, { REDISTILL_CACHE: join(clone, 'package.json/nowhere') });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('digits');
  await rm(file);
  expect(existsSync(file)).toBe(false);
  await rm(clone, { recursive: true });
});

test('a source that is wrong is named with its line, in a sentence', async () => {
  const file = join(root, 'harness/base/readable.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, `${text}\nexport const = 1;\n`);
  const { exitCode, stderr } = await start();
  expect(exitCode).toBe(1);
  const line = text.split('\n').length + 1;
  expect(stderr).toBe(
    `redistill: the sources cannot be compiled: Expected identifier but found "=" (${file}, line ${line})`,
  );
  await writeFile(file, text);
});

test('a suite in the clone that ends the process, or never comes to its end, is named', async () => {
  const clone = await makeClone(...whole);
  for (const text of ['process.exit(0);', 'await new Promise(() => {});']) {
    await writeFile(join(clone, 'suites/ends.ts'), text);
    const { exitCode, stdout, stderr } = await start(clone);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    const why = 'it ends the process, or awaits something that never comes. Correct the file';
    expect(stderr).toBe(`redistill: the suite suites/ends.ts does not load: ${why}`);
  }
  await rm(clone, { recursive: true });
});
