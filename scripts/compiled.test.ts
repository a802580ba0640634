import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
/** A copy of the sources, so that they can be changed. */
let root: string;
/** Where it keeps what was compiled. */
let kept: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'redistill-compiled-'));
  const baselines = ['baselines/measured', 'baselines/published', 'baselines/networks.json'];
  for (const name of ['harness', 'suites', 'scripts', 'package.json', 'tsconfig.json', ...baselines]) {
    const filter = (path: string) => !path.endsWith('.test.ts');
    await cp(join(repository, name), join(root, name), { recursive: true, filter });
  }
  // Each package by a link of its own, so that what is compiled does not go into this clone's.
  const packages = join(repository, 'node_modules');
  await mkdir(join(root, 'node_modules'));
  for (const name of (await readdir(packages)).filter((name) => !name.startsWith('.'))) {
    await symlink(join(packages, name), join(root, 'node_modules', name));
  }
  kept = join(root, 'node_modules/.redistill');
});
afterAll(() => rm(root, { recursive: true }));

const start = (env: NodeJS.ProcessEnv = {}) =>
  execa(process.execPath, ['scripts/start.mjs', 'suites'], { cwd: root, reject: false, env });

/** What was compiled and is there; what a killed start has left does not count. */
const states = async () => (await readdir(kept)).filter((name) => !name.startsWith('.'));

test('of several starts at once all work, and one state is kept, which the next start finds', async () => {
  const outputs = await Promise.all([start(), start()]);
  expect(outputs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await states()).toHaveLength(1);
  expect(await readdir(kept)).toEqual(await states());
  const [state] = await states();
  const before = await readFile(join(kept, state!, 'harness/cli/cli.js'));
  expect((await start()).stdout).toBe(outputs[0]!.stdout);
  expect(await states()).toEqual([state]);
  expect(await readFile(join(kept, state!, 'harness/cli/cli.js'))).toEqual(before);
});

test('a changed source is compiled anew, whatever was kept', async () => {
  const file = join(root, 'suites/digits.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/title: '[^']*'/, "title: 'Changed a moment ago'"));
  expect((await start()).stdout).toContain('Changed a moment ago');
  await writeFile(file, text);
  expect((await start()).stdout).not.toContain('Changed a moment ago');
});

test('a start that is killed while it compiles leaves nothing that passes for whole', async () => {
  for (const milliseconds of [250, 600]) {
    await rm(kept, { recursive: true, force: true });
    const killed = start();
    await setTimeout(milliseconds);
    killed.kill('SIGKILL');
    await killed;
    const { exitCode, stdout, stderr } = await start();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('digits');
  }
});

test('where nothing can be kept, the sources are read as they are', async () => {
  await rm(kept, { recursive: true, force: true });
  await writeFile(kept, '');
  const { exitCode, stdout } = await start({ REDISTILL_CACHE: join(root, 'package.json/nowhere') });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('digits');
  await rm(kept);
  expect(existsSync(kept)).toBe(false);
});

test('a source that is wrong is named with its line, in a sentence', async () => {
  const file = join(root, 'harness/base/terminal/say.ts');
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
