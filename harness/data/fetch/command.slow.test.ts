import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa, execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { size as inWords } from '../../base/size.ts';
import { makeCifar100 } from '../sets/fixtures/cifar100.ts';
import { type Server, serve } from './fixtures/server.ts';

/** `npm run data` as a process of its own, on its own data. */
const folder = await mkdtemp(join(tmpdir(), 'redistill-data-'));
const root = join(import.meta.dirname, '../../..');
let archive: { path: string; sha256: string };
let contents: Buffer;
let server: Server;
beforeAll(async () => {
  archive = await makeCifar100(folder, { training: 300, test: 100 });
  contents = await readFile(archive.path);
  server = await serve({ contents, etag: '"one"' });
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** A cache folder of its own for each test. */
const cacheOf = (name: string) => join(folder, name);
const setOf = (name: string) => join(cacheOf(name), 'data/cifar100');

function data(name: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return execa(process.execPath, ['scripts/start.mjs', 'data', 'cifar100', ...args], {
    cwd: root,
    reject: false,
    env: { REDISTILL_CACHE: cacheOf(name), NO_PROXY: '127.0.0.1', ...env },
  });
}

const fromServer = () => ['--from', server.address, '--sha256', archive.sha256];

/** Waits until a download is under way: the server has said nothing more for a while by then. */
async function downloadStarted(name: string): Promise<void> {
  const part = join(setOf(name), 'cifar-100-binary.tar.gz.part');
  while (!(await stat(part).catch(() => undefined))?.size) await setTimeout(20);
}

test('downloaded, killed on the way, gone on with, unpacked; then there is nothing left to do', async () => {
  server.behaviour = { contents, etag: '"one"', breakAfter: contents.length / 2, breakBy: 'silence' };
  const killed = data('killed', fromServer());
  await downloadStarted('killed');
  killed.kill('SIGKILL');
  await killed;
  const { size } = await stat(join(setOf('killed'), 'cifar-100-binary.tar.gz.part'));

  server.behaviour = { contents, etag: '"one"' };
  const second = await data('killed', fromServer());
  expect(server.requests.at(-1)).toEqual({ range: `bytes=${size}-`, ifRange: '"one"' });
  const target = join(setOf('killed'), archive.sha256.slice(0, 12));
  expect(second).toMatchObject({
    exitCode: exitCode.done,
    stdout: `CIFAR-100 is in ${target}: 300 training images and 100 test images`,
    stderr: [
      `redistill: fetching CIFAR-100 (${inWords(contents.length)}) from ${server.address}`,
      `redistill: going on after the first ${inWords(size)}`,
      `redistill: unpacking ${setOf('killed')}/cifar-100-binary.tar.gz`,
    ].join('\n'),
  });
  // Nothing else, TensorFlow least of all.
  expect(await readdir(cacheOf('killed'))).toEqual(['data']);
  expect((await readdir(setOf('killed'))).toSorted()).toEqual(
    [archive.sha256.slice(0, 12), 'cifar-100-binary.tar.gz'].toSorted(),
  );

  const asked = server.requests.length;
  expect(await data('killed', fromServer())).toMatchObject({
    exitCode: exitCode.done,
    stdout: `CIFAR-100 is there already: ${target}`,
    stderr: '',
  });
  expect(server.requests).toHaveLength(asked);
});

test('a wrong file is refused after the download, and is not kept', async () => {
  server.behaviour = { contents: Buffer.from('<title>Sign in</title>') };
  const { stdout, stderr, exitCode: code } = await data('wrong', fromServer());
  expect(stderr.split('\n').at(-1)).toBe(
    `redistill: ${server.address} is not the archive of CIFAR-100: it is no gzip file. Give another address with --from`,
  );
  expect(stdout).toBe('');
  expect(code).toBe(exitCode.data);
  expect(await readdir(setOf('wrong'))).toEqual([]);
});

test('of two at once one works, and the other says so', async () => {
  server.behaviour = { contents, breakAfter: contents.length / 2, breakBy: 'silence' };
  const first = data('two', fromServer());
  await downloadStarted('two');
  const second = await data('two', fromServer());
  expect(second.stderr).toBe(
    `redistill: another command fetches CIFAR-100 into ${setOf('two')}. Wait until it ends, then run the same command again`,
  );
  expect(second.exitCode).toBe(exitCode.storage);
  first.kill('SIGINT');
  await first;
});

test('REDISTILL_DATA puts it elsewhere; a proxy of the environment is used', async () => {
  server.behaviour = { contents };
  const elsewhere = join(folder, 'elsewhere');
  const done = await data('unused', fromServer(), { REDISTILL_DATA: elsewhere });
  expect(done.exitCode, done.stderr).toBe(exitCode.done);
  expect(existsSync(join(elsewhere, 'cifar100', archive.sha256.slice(0, 12), 'train.bin'))).toBe(true);
  expect(existsSync(cacheOf('unused'))).toBe(false);

  const proxy = { NO_PROXY: '', HTTP_PROXY: 'http://127.0.0.1:9' };
  const { stderr } = await data('proxy', fromServer(), proxy);
  expect(stderr).toContain('cannot be fetched (connect ECONNREFUSED 127.0.0.1:9)');
});

test('a suite starts no job without its data set', async () => {
  const results = join(folder, 'results');
  const started = await execa(process.execPath, ['scripts/start.mjs', 'suite', 'cifar100', '--results', results], {
    cwd: root,
    reject: false,
    env: { REDISTILL_DATA: join(folder, 'nothing') },
  });
  expect(started.stderr).toBe(
    `redistill: the data set cifar100 is not in ${folder}/nothing/cifar100/58a81ae192c2. Run \`npm run data cifar100\``,
  );
  expect(started.exitCode).toBe(exitCode.data);
});

test('what the command line does not take', async () => {
  const missing = await execa(process.execPath, ['scripts/start.mjs', 'data'], { cwd: root, reject: false });
  expect(missing.stderr).toMatch(
    /^redistill: data needs a <name>: as suites call it, such as cifar100\. See `npm run data -- --help`$/,
  );
  expect(missing.exitCode).toBe(exitCode.configuration);
  const taken = await data('npm', [], { npm_lifecycle_event: 'data', npm_config_from: 'somewhere' });
  expect(taken.stderr).toBe('redistill: npm kept --from for itself. Put -- before the options: `npm run data -- ...`');
  expect(taken.exitCode).toBe(exitCode.configuration);
});

const disk = join(folder, 'disk');
await mkdir(disk);
const mount = execaSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { reject: false });
describe.skipIf(mount.failed)('a disk (skipped where mounting one is not permitted)', () => {
  afterAll(() => execaSync('umount', [disk]));

  test('that fills up, in the download and in unpacking', async () => {
    server.behaviour = { contents: Buffer.concat([contents, Buffer.alloc(2 ** 21)]) };
    const full = `redistill: The disk of ${disk}/cifar100 is full. Free some space, or set REDISTILL_DATA to a folder on another disk`;
    const downloading = await data('full', fromServer(), { REDISTILL_DATA: disk });
    expect(downloading.stderr.split('\n').at(-1)).toBe(full);
    expect(downloading.exitCode).toBe(exitCode.storage);
    await rm(join(disk, 'cifar100'), { recursive: true });

    const given = ['--from', archive.path, '--sha256', archive.sha256];
    const unpacking = await data('full', given, { REDISTILL_DATA: disk });
    expect(unpacking.stderr.split('\n').at(-1)).toBe(full);
    expect(unpacking.exitCode).toBe(exitCode.storage);
    expect(await readdir(join(disk, 'cifar100'))).toEqual([]);
  });

  test('that cannot be written', async () => {
    execaSync('mount', ['-o', 'remount,ro', disk]);
    const given = ['--from', archive.path, '--sha256', archive.sha256];
    const { stderr, exitCode: code } = await data('ro', given, { REDISTILL_DATA: join(disk, 'new') });
    expect(stderr).toBe(
      `redistill: The folder ${disk}/new/cifar100 cannot be written (EROFS: read-only file system). Set REDISTILL_DATA to a folder elsewhere`,
    );
    expect(code).toBe(exitCode.storage);
  });
});
