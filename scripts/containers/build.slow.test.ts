// What the recipes do, without a builder of images: their files in a folder, build.sh there, and then the commands as
// Docker and Apptainer run them for a user: in a read-only tree that belongs to root, with another id, without a network.
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa, execaSync } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { cacheFolder } from '../../harness/base/files/cache.ts';
import { runtimeFolder } from '../setup/runtime.ts';
import { wheels } from '../setup/wheels.ts';
import { readDockerfile } from './recipes.ts';

const repository = join(import.meta.dirname, '../..');
const nobody = 65534;

const succeeds = (command: string, ...args: string[]) => execaSync(command, args, { reject: false }).exitCode === 0;
const canRun =
  process.getuid?.() === 0 &&
  succeeds('unshare', '--mount', '--net', 'true') &&
  // Else build.sh would install them on this machine.
  succeeds('g++', '--version') &&
  succeeds('python3', '-m', 'pip', '--version');

const folder = await mkdtemp(join(tmpdir(), 'redistill-container-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The image's /redistill, and what a user mounts as its results. */
const image = join(folder, 'redistill');
const results = join(folder, 'results');
const cache = join(image, 'cache');

const environment = {
  REDISTILL_TENSORFLOW: 'cpu',
  REDISTILL_CACHE: cache,
  PATH: `${join(image, 'node_modules/.bin')}:${process.env.PATH}`,
  HOME: '/nonexistent',
};

/** Puts a folder into the image by links to its files, which takes no time and no space. */
async function link(from: string, to: string): Promise<void> {
  await mkdir(join(to, '..'), { recursive: true });
  const linked = await execa('cp', ['-al', `${from}/.`, to], { reject: false });
  if (linked.exitCode !== 0) await execa('cp', ['-a', `${from}/.`, to]);
}

/** Runs a command as a container does. */
const runContained = (...command: string[]) => {
  const contain = `
    mount --bind "$0" "$0"
    mount --bind "$1" "$0/results"
    mount -o remount,ro,bind "$0"
    shift
    exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups "$@"`;
  const args = ['--mount', '--net', 'bash', '-ec', contain, image, results, ...command];
  return execa('unshare', args, { env: environment, extendEnv: false, cwd: '/', reject: false });
};

test.skipIf(!canRun)(
  'an image works for any user, read-only and without a network (skipped where not root)',
  async () => {
    await chmod(folder, 0o755);
    for (const [source, to] of Object.entries(readDockerfile().copied)) {
      await cp(join(repository, source), join(folder, to), { recursive: true });
    }
    // The set-up from nothing has a test of its own: here what is large is there already.
    await link(join(repository, 'node_modules'), join(image, 'node_modules'));
    await rm(join(image, 'node_modules/.redistill'), { recursive: true, force: true });
    const runtime = runtimeFolder(cacheFolder(process.env), wheels.cpu);
    if (existsSync(runtime)) await link(runtime, join(cache, basename(runtime)));

    const built = await execa('bash', [join(image, 'scripts/containers/build.sh')], {
      env: { ...environment, HOME: process.env.HOME },
      extendEnv: false,
      reject: false,
    });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(built.stdout).toMatch(/^A product {3}right$/m);
    expect((await stat(join(image, 'harness/base/problem.ts'))).mtimeMs % 1000).toBe(0);
    const compiled = await readdir(join(image, 'node_modules/.redistill'));
    expect(compiled).toHaveLength(1);

    await mkdir(results);
    await chmod(results, 0o777);
    const doctor = await runContained('redistill', 'doctor');
    expect({ code: doctor.exitCode, stderr: doctor.stderr }).toEqual({ code: 0, stderr: '' });
    expect(doctor.stdout).toContain(`Cache       ${cache}`);
    const suite = await runContained(
      'redistill',
      'suite',
      'digits',
      '--distillers',
      'KD',
      '--trials',
      '1',
      '--epochs',
      '1',
    );
    expect(suite.exitCode, suite.stderr).toBe(0);
    expect(suite.stdout).toContain('| KD ');
    const [job] = await readdir(join(results, 'digits/jobs'));
    expect((await stat(join(results, 'digits/jobs', job!))).uid).toBe(nobody);
    expect(await readdir(join(image, 'node_modules/.redistill'))).toEqual(compiled);
  },
);
