// node_modules on a fresh clone, in a repository whose only package is a folder of its own: no network is needed.

import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let root: string;
let bin: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redistill-packages-'));
  bin = join(root, 'bin');
  mkdirSync(bin);
  mkdirSync(join(root, 'scripts'));
  for (const file of ['cache-folder.mjs', 'packages.mjs', 'start.mjs', 'start-place.mjs', 'limits.mjs']) {
    cpSync(fileURLToPath(new URL(file, import.meta.url)), join(root, 'scripts', file));
  }
  mkdirSync(join(root, 'scripts/setup'));
  for (const file of ['fetch-ahead.mjs', 'pip.mjs', 'tensorflow-cpu.json']) {
    cpSync(fileURLToPath(new URL(`setup/${file}`, import.meta.url)), join(root, 'scripts/setup', file));
  }
  mkdirSync(join(root, 'local'));
  writeFileSync(join(root, 'local/package.json'), '{ "name": "local", "version": "1.0.0" }');
  writeProject('1.0.0');
});
afterEach(() => rmSync(root, { recursive: true }));

function writeProject(version: string) {
  const project = { name: 'project', version, dependencies: { local: 'file:local' } };
  const packages = {
    '': project,
    local: { version: '1.0.0' },
    'node_modules/local': { resolved: 'local', link: true },
  };
  writeFileSync(join(root, 'package.json'), JSON.stringify(project));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ ...project, lockfileVersion: 3, packages }));
}

/** Puts a program instead of npm; `install` of it is what the real one does to node_modules. */
function replaceNpm(script: string) {
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const install = 'rm -rf node_modules; mkdir node_modules; echo run >> runs';
const runs = () =>
  existsSync(join(root, 'runs')) ? readFileSync(join(root, 'runs'), 'utf8').split('\n').length - 1 : 0;

/** Installs in a process of its own, which ends with the exit code of installPackages(). */
function start(environment: NodeJS.ProcessEnv = {}) {
  const code = "import('./scripts/packages.mjs').then((m) => process.exit(m.installPackages()))";
  const env = { PATH: `${bin}:${process.env.PATH}`, ...environment };
  return execa(process.execPath, ['-e', code], { cwd: root, env, reject: false });
}

const said = 'redistill: installing the npm packages with `npm ci`, once for this clone.';

test('npm ci runs once, and then never again', async () => {
  const first = await start();
  expect(first.exitCode).toBe(0);
  expect(first.stderr.split('\n')[0]).toBe(said);
  expect(existsSync(join(root, 'node_modules/.redistill-packages.sha256'))).toBe(true);
  expect(await start({ PATH: '/nowhere' })).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
});

test('another package-lock.json means another npm ci', async () => {
  replaceNpm(install);
  await start();
  writeProject('2.0.0');
  expect((await start()).stderr).toBe(said);
  expect(runs()).toBe(2);
});

test('an npm ci whose start was killed is waited for, and no second one runs beside it', async () => {
  replaceNpm(`touch began; sleep 2; ${install}`);
  const killed = start();
  await vi.waitUntil(() => existsSync(join(root, 'began')), { timeout: 60_000 });
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(runs()).toBe(0);
  expect(await start()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(runs()).toBe(1);
  await killed;
});

test('an npm ci that is killed is redone', async () => {
  replaceNpm('rm -rf node_modules; mkdir node_modules; kill -9 $$');
  expect((await start()).exitCode).toBe(6);
  replaceNpm(install);
  expect((await start()).exitCode).toBe(0);
  expect(runs()).toBe(1);
});

test('of two starts at once one installs and the other waits', async () => {
  replaceNpm(`sleep 1; ${install}`);
  const results = await Promise.all([start(), start()]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(runs()).toBe(1);
});

test('without flock it installs all the same', async () => {
  replaceNpm('/bin/rm -rf node_modules; /bin/mkdir node_modules');
  expect(await start({ PATH: bin })).toMatchObject({ exitCode: 0, stderr: said });
});

test('a failing npm ci is one sentence, with its reason above', async () => {
  replaceNpm('echo "npm error code ENOTFOUND" >&2; exit 1');
  const { exitCode, stderr } = await start();
  expect(exitCode).toBe(6);
  expect(stderr.split('\n')).toEqual([
    said,
    'npm error code ENOTFOUND',
    'redistill: `npm ci` failed, with its reason above. Check npm, the network and the disk, then run the same command again.',
  ]);
});

test.each([
  ['what npm has in its cache is older than package-lock.json', '--prefer-offline', 'npm error code ETARGET'],
  [
    'an older Node is behind npm',
    '--max-semi-space-size',
    'node: --max-semi-space-size= is not allowed in NODE_OPTIONS',
  ],
])('where %s, the plain npm ci follows, without a word', async (_, quick, refusal) => {
  replaceNpm(`case "$* $NODE_OPTIONS" in *${quick}*) echo "${refusal}" >&2; exit 1;; esac; ${install}`);
  expect(await start()).toMatchObject({ exitCode: 0, stderr: said });
  expect(runs()).toBe(1);
});

test("what npm says is shown, and the user's NODE_OPTIONS are kept", async () => {
  replaceNpm(`echo "npm warn with $NODE_OPTIONS" >&2; ${install}`);
  const { stderr } = await start({ NODE_OPTIONS: '--no-deprecation' });
  expect(stderr).toContain('npm warn with --no-deprecation --max-semi-space-size=');
});

test('TensorFlow is fetched meanwhile, and given up where npm ci fails', async () => {
  const cache = join(root, 'cache');
  const started = join(root, 'started');
  writeFileSync(join(bin, 'python3'), `#!/bin/sh\ntouch ${started}; exec sleep 60\n`, { mode: 0o755 });
  replaceNpm(`until [ -e ${started} ]; do sleep 0.1; done; ls -A ${cache} >&2; exit 1`);
  const { exitCode, stderr } = await execa(process.execPath, ['scripts/start.mjs', 'doctor'], {
    cwd: root,
    env: { PATH: `${bin}:${process.env.PATH}`, REDISTILL_CACHE: cache, REDISTILL_TENSORFLOW: 'cpu' },
    reject: false,
  });
  expect(exitCode).toBe(6);
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(/^redistill: fetching tensorflow-cpu 2\.21\.0 \(274 MB\)$/),
    said,
    expect.stringMatching(/^\.partial-/),
    expect.stringContaining('`npm ci` failed'),
  ]);
  expect(readdirSync(cache)).toEqual([]);
});

test('development packages are installed whatever the user leaves out, and install scripts never run', async () => {
  replaceNpm(`echo "$@" >&2; ${install}`);
  const { stderr } = await start({ NODE_ENV: 'production' });
  expect(stderr).toContain('ci --ignore-scripts --include=dev --include=optional');
});

test('a Node that is too old is refused in one sentence, before anything is installed', async () => {
  const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.5' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, 'scripts/start.mjs', 'doctor'];
  expect(await execa(process.execPath, args, { cwd: root, reject: false })).toMatchObject({
    exitCode: 6,
    stderr: 'redistill: Node 20.19.5 is too old. Install Node 20.20 or newer, then run this again.',
  });
});
