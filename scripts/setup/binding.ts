import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheVariable } from '../../harness/base/files/cache.ts';
import { replaceFile, storageProblem } from '../../harness/base/files/files.ts';
import { makePartialFolder } from '../../harness/base/files/partial-folder.ts';
import { exitCode, Problem } from '../../harness/base/problem.ts';
import { say } from '../../harness/base/terminal/say.ts';

// Node-API 8 is the newest that this package's loader knows.
const flags = ['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'];

/**
 * Where the compiled binding of this runtime lies. Its name holds everything that decides it: the sources, the flags
 * and the runtime's path, which is compiled in; so a cache that was moved gets a new one.
 */
export function bindingFile(runtime: string, packages: string): string {
  const hash = createHash('sha256').update(JSON.stringify([runtime, flags]));
  for (const source of [...sources(packages, /\.(cc|h)$/), sessionOptions]) hash.update(readFileSync(source));
  hash.update(readFileSync(join(packages, 'node-api-headers/package.json')));
  return join(runtime, `tfjs_binding-${hash.digest('hex').slice(0, 12)}.node`);
}

const inEngine = (name: string) => fileURLToPath(new URL(`../../harness/model/engine/${name}`, import.meta.url));
const sessionOptions = inEngine('session-options.h');

/** An add-on of our own, without which everything works all the same. */
export interface OwnAddOn {
  /** Of its file, without `.node`. */
  name: string;
  source: string;
  headers: readonly string[];
  /** g++'s, beside those of every add-on. */
  flags: readonly string[];
  /** Does it call TensorFlow? */
  ofTensorFlow: boolean;
}

export const ownAddOns: readonly OwnAddOn[] = [
  // Keeps TensorFlow's own lines from a user's terminal.
  { name: 'standard_error', source: inEngine('standard-error.cc'), headers: [], flags: [], ofTensorFlow: false },
  // Draws negatives.
  { name: 'random', source: inEngine('random.cc'), headers: [], flags: ['-O3'], ofTensorFlow: false },
  {
    name: 'kernels',
    source: inEngine('kernels/critic.cc'),
    headers: [inEngine('kernels/critic.h'), inEngine('kernels/tensorflow.h')],
    flags: ['-O3'],
    ofTensorFlow: true,
  },
];

/** Where an add-on of our own lies when it is compiled. */
export function ownAddOnFile({ name, source, headers, ...addOn }: OwnAddOn, runtime: string, packages: string): string {
  const hash = createHash('sha256').update(JSON.stringify([flags, addOn.flags, addOn.ofTensorFlow && runtime]));
  for (const file of [source, ...headers]) hash.update(readFileSync(file));
  hash.update(readFileSync(join(packages, 'node-api-headers/package.json')));
  return join(runtime, `${name}-${hash.digest('hex').slice(0, 12)}.node`);
}

/**
 * Compiles an add-on of our own.
 * @throws Problem where g++ fails
 */
export async function compileOwnAddOn(
  addOn: OwnAddOn,
  cache: string,
  runtime: string,
  packages: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { source, flags, ofTensorFlow } = addOn;
  const libraries = { folder: join(runtime, 'tensorflow'), names: ['libtensorflow_framework.so.2'] };
  const parts = { sources: [source], flags, ...(ofTensorFlow && { libraries }) };
  await compile(cache, packages, parts, ownAddOnFile(addOn, runtime, packages), environment);
}

/**
 * Compiles TensorFlow.js's binding against the runtime, with plain g++ and no headers from the network.
 * @throws Problem where g++ fails
 */
export async function compileBinding(
  cache: string,
  runtime: string,
  packages: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  say('compiling the binding between Node and TensorFlow (about 10 s)');
  const library = join(runtime, 'tensorflow');
  const addOn = {
    sources: sources(packages, /\.cc$/),
    flags: ['-I', join(library, 'include'), '-include', sessionOptions],
    libraries: { folder: library, names: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] },
  };
  await compile(cache, packages, addOn, bindingFile(runtime, packages), environment);
}

/** An add-on of Node, and what g++ is to know of it beside what it knows of each. */
interface AddOn {
  sources: readonly string[];
  flags?: readonly string[];
  /** Shared libraries that are loaded with it, from that folder. */
  libraries?: { folder: string; names: readonly string[] };
}

/** Compiles the sources, each by a g++ of its own at the same time, and links them. */
async function compile(
  cache: string,
  packages: string,
  { sources, flags = [], libraries }: AddOn,
  to: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  let partial: string | undefined;
  try {
    partial = makePartialFolder(cache);
    const folder = partial;
    const own = { ...environment, TMPDIR: folder, LC_ALL: 'C' };
    const include = ['-I', join(packages, 'node-api-headers/include'), ...flags];
    const objects = sources.map((source, index) => ({ source, object: join(folder, `${index}.o`) }));
    const standIns = libraries?.names.map((name) => ({ name, file: join(folder, name) })) ?? [];
    // All are waited for, also where one fails: none is to write into a folder that is gone.
    const runs = [
      ...objects.map(({ source, object }) => compiler(['-c', ...include, source, '-o', object], own)),
      ...standIns.map(({ name, file }) => compiler([...standIn(name), '-o', file], own)),
    ];
    for (const failed of await Promise.all(runs)) if (failed) throw failed;
    const result = join(folder, 'add-on.node');
    const inputs = [...objects.map(({ object }) => object), ...needed(standIns.map(({ file }) => file))];
    // Not -Wl,-rpath: that would end at a comma in the path.
    const search = libraries ? ['-Xlinker', '-rpath', '-Xlinker', libraries.folder] : [];
    const failed = await compiler([...inputs, ...search, '-o', result], own);
    if (failed) throw failed;
    renameSync(result, to);
  } catch (error) {
    throw storageProblem(error, cache, cacheVariable);
  } finally {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * What makes an empty library of that name, against which to link instead of the real one: all that an add-on keeps of it
 * is its name, and the linker would read the hundreds of thousands of names in TensorFlow's for twice as long as g++ compiles.
 */
const standIn = (name: string) => ['-x', 'c++', '/dev/null', '-Xlinker', '-soname', '-Xlinker', name];

/** Links libraries although they seem to be of no use. */
const needed = (files: readonly string[]) => ['-Xlinker', '--no-as-needed', ...files, '-Xlinker', '--as-needed'];

/** Runs g++, and returns what went wrong. */
async function compiler(inputs: readonly string[], environment: NodeJS.ProcessEnv): Promise<Problem | undefined> {
  const { execa } = await import('execa');
  const { exitCode, stderr, shortMessage } = await execa('g++', [...flags, ...inputs], {
    env: environment,
    extendEnv: false,
    reject: false,
  });
  return exitCode === 0 ? undefined : explainCompiler(stderr || shortMessage || '');
}

function explainCompiler(output: string): Problem {
  const lines = output.split('\n');
  const line = lines.find((text) => text.includes('error:')) ?? lines[0] ?? '';
  return new Problem(
    `g++ cannot compile the binding between Node and TensorFlow (${line.trim()})`,
    'Install g++ 9 or newer with its libraries (on Debian and Ubuntu: apt-get install build-essential)',
    exitCode.machine,
  );
}

/**
 * Puts a compiled add-on into a folder, unless the same one is there.
 * @throws Problem where that cannot be written
 */
export async function place(addOn: string, folder: string, name: string): Promise<void> {
  const target = join(folder, name);
  const bytes = readFileSync(addOn);
  if (existsSync(target) && readFileSync(target).equals(bytes)) return;
  try {
    mkdirSync(dirname(target), { recursive: true });
    // Whole at every moment, and never written in place: running processes have the old one mapped.
    await replaceFile(target, bytes, 0o755);
  } catch (error) {
    const message = `${target} cannot be written (${error instanceof Error ? error.message : error})`;
    const cure = 'Make node_modules writable, or run the same command once as the user who owns it';
    throw new Problem(message, cure, exitCode.storage, { cause: error });
  }
}

function sources(packages: string, kind: RegExp): string[] {
  const folder = join(packages, '@tensorflow/tfjs-node-gpu/binding');
  const names = readdirSync(folder).filter((name) => kind.test(name));
  return names.sort().map((name) => join(folder, name));
}
