import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, createBrotliCompress } from 'node:zlib';
import { cacheFolder } from '../../../harness/base/files/cache.ts';
import { cannotWriteOutput } from '../../../harness/base/files/files.ts';
import { sha256 } from '../../../harness/base/files/hash.ts';
import { makeFolderSync } from '../../../harness/base/files/make-folder.ts';
import { makePartialFolder, removeLeftovers } from '../../../harness/base/files/partial-folder.ts';
import { exitCode, Problem } from '../../../harness/base/problem.ts';
import { size } from '../../../harness/base/size.ts';
import { say } from '../../../harness/base/terminal/say.ts';
import { version } from '../../../harness/base/version.ts';
import { openCache } from '../cache.ts';
import { chooseWheels } from '../choose-wheels.ts';
import { runtimeFolder } from '../runtime.ts';
import { type Contents, contentsSchema, type Slice } from './contents.ts';
import { writeSlices } from './slices.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Twice as quick as gzip is by default, and a twelfth smaller: measured on TensorFlow's library. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };

/** What lies in node_modules and is of this machine. */
const ofThisMachine = ['.redistill', '.cache', '.vite', '.vite-temp'];

/**
 * Packs the npm packages and TensorFlow, both of which are set up here, for `--unpack` on a machine without a network.
 * @param folder to be made; whole when this returns, and empty where it fails
 * @param slice the most bytes that a file in it may have
 * @throws Problem where there is something in the folder, or it cannot be written
 */
export async function pack(folder: string, slice: number): Promise<void> {
  if (root.includes('/node_modules/'))
    throw new Problem('--pack is for a clone, and this is an installed package', 'Run it in a clone');
  let partial: string | undefined;
  try {
    makeFolderSync(folder);
    if (readdirSync(folder).length > 0)
      throw new Problem(`--pack ${folder} has something in it already`, 'Give a new folder', exitCode.configuration);
    removeLeftovers(dirname(folder));
    partial = makePartialFolder(dirname(folder));
    const whole = join(partial, 'whole');
    mkdirSync(whole);
    const contents = await packInto(whole, slice);
    writeFileSync(join(whole, 'pack.json'), `${JSON.stringify(contentsSchema.parse(contents), undefined, 2)}\n`);
    renameSync(whole, folder);
    const slices = [...contents.packages.slices, ...contents.tensorflow.slices];
    const bytes = slices.reduce((sum, { bytes }) => sum + bytes, 0);
    say(`packed ${size(bytes)} in ${slices.length} slices: ${folder}`);
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? cannotWriteOutput('--pack', folder, error) : error;
  } finally {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
  }
}

async function packInto(folder: string, slice: number): Promise<Contents> {
  const packages = realpathSync(join(root, 'node_modules'));
  const cache = openCache(cacheFolder(process.env));
  const { wheels, cuda } = chooseWheels(process.env);
  const runtime = basename(runtimeFolder(cache, wheels));
  say('packing the npm packages');
  const lock = sha256(readFileSync(join(root, 'package-lock.json')));
  const without = ofThisMachine.map((name) => `--exclude=./${name}`);
  const ofPackages = await packFolder([...without, '-C', packages, '.'], folder, 'packages.tar.br', slice);
  say(`packing ${runtime}`);
  const withoutLinks = cuda ? ['--exclude=./nvidia'] : [];
  const inRuntime = [...withoutLinks, '-C', join(cache, runtime), '.'];
  const ofTensorFlow = await packFolder(inRuntime, folder, 'tensorflow.tar.br', slice);
  return {
    redistill: version,
    packages: { lock, slices: ofPackages },
    tensorflow: { folder: runtime, slices: ofTensorFlow },
  };
}

/**
 * @param what tar's arguments that say what it takes
 * @throws Problem where tar fails; errors of the disk are the system's
 */
async function packFolder(what: readonly string[], folder: string, name: string, slice: number): Promise<Slice[]> {
  const { execa } = await import('execa');
  // The same files give the same bytes.
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner'];
  const tar = execa('tar', ['--create', ...same, ...what], {
    stdin: 'ignore',
    buffer: { stdout: false },
    reject: false,
  });
  try {
    const slices = await writeSlices(tar.stdout.pipe(createBrotliCompress(quality)), folder, name, slice);
    const { failed, stderr, shortMessage } = await tar;
    if (!failed) return slices;
    throw new Problem(`tar failed (${stderr || shortMessage})`, 'Check GNU tar', exitCode.machine);
  } finally {
    tar.kill();
  }
}
