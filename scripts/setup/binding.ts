import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheVariable } from '../../harness/cache.ts';
import { replaceFile, storageProblem } from '../../harness/files.ts';
import { makePartialFolder } from '../../harness/partial-folder.ts';
import { exitCode, Problem } from '../../harness/problem.ts';
import { say } from '../../harness/say.ts';

// Node-API 8 is the newest that this package's loader knows.
const flags = ['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'];

/**
 * Where the compiled binding of this runtime lies. Its name holds everything that decides it: the sources, the flags
 * and the runtime's path, which is compiled in; so a cache that was moved gets a new one.
 */
export function bindingFile(runtime: string, packages: string): string {
  const hash = createHash('sha256').update(JSON.stringify([runtime, flags]));
  for (const source of sources(packages, /\.(cc|h)$/)) hash.update(readFileSync(source));
  hash.update(readFileSync(join(packages, 'node-api-headers/package.json')));
  return join(runtime, `tfjs_binding-${hash.digest('hex').slice(0, 12)}.node`);
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
  const { execa } = await import('execa');
  say('compiling the binding between Node and TensorFlow (about 10 s)');
  let partial: string | undefined;
  try {
    partial = makePartialFolder(cache);
    const result = join(partial, 'tfjs_binding.node');
    const library = join(runtime, 'tensorflow');
    const include = ['-I', join(library, 'include'), '-I', join(packages, 'node-api-headers/include')];
    const link = [join(library, 'libtensorflow_cc.so.2'), join(library, 'libtensorflow_framework.so.2')];
    // Not -Wl,-rpath: that would end at a comma in the path.
    const search = ['-Xlinker', '-rpath', '-Xlinker', library];
    const compiler = await execa(
      'g++',
      [...flags, ...include, ...sources(packages, /\.cc$/), ...link, ...search, '-o', result],
      {
        env: { ...environment, TMPDIR: partial, LC_ALL: 'C' },
        extendEnv: false,
        reject: false,
      },
    );
    if (compiler.exitCode !== 0) throw explainCompiler(compiler.stderr || compiler.shortMessage || '');
    renameSync(result, bindingFile(runtime, packages));
  } catch (error) {
    throw storageProblem(error, cache, cacheVariable);
  } finally {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
  }
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
 * Puts the compiled binding where TensorFlow.js looks for it, unless the same one is there.
 * @throws Problem where node_modules cannot be written
 */
export async function placeBinding(binding: string, packages: string): Promise<void> {
  const target = join(packages, '@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node');
  const bytes = readFileSync(binding);
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
