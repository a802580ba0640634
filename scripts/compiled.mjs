/**
 * Redistill's TypeScript, compiled to JavaScript that starts at once. Plain JavaScript, as start.mjs is.
 *
 * All programs are compiled together, once for each state of the sources, into a folder that is named after it: it is
 * whole or not there, and what runs keeps its own when sources change. Reading the sources anew in each process took half
 * a second and more.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** Is this a package that npm has installed, rather than a clone? */
const isInstalled = root.includes('/node_modules/');

/** What processes and threads start with. Suites are here as well: a command reads one of them. */
const programs = [
  'harness/cli/cli.ts',
  'harness/base/problem.ts',
  'harness/train/job/main.ts',
  'harness/train/loop/make-batches.ts',
  'harness/train/loop/make-test-batches.ts',
  'harness/teachers/store/test-process.ts',
  'harness/tools/bench/step-times.ts',
  'harness/tools/bench/banks/process.ts',
  'harness/tools/bench/images/our-process.ts',
  'harness/tools/bench/steps/peak-process.ts',
  'harness/tools/bench/steps/training-process.ts',
  'scripts/checks.ts',
  'scripts/package/exports.ts',
  'scripts/setup/probe.ts',
  ...filesIn('suites'),
];

/** What tests start many times. */
const programsOfTests = [
  'harness/model/engine/fixtures/write-often.ts',
  'harness/tools/mutations/main.ts',
  'harness/tools/mutations/fixtures/faulty.ts',
  ...filesIn('harness/tools/mutations/readers'),
  'harness/report/page/fixtures/serve.ts',
  'harness/run/local/fixtures/run.ts',
  'harness/train/teacher-cache/fixtures/writer.ts',
  'harness/train/fixtures/retest.ts',
  'harness/train/fixtures/run-steps.ts',
  'harness/train/fixtures/teacher-bits.ts',
  'scripts/setup/fixtures/run.ts',
];

/** Packages that nearly every start needs, compiled in: of many files each, they are slow to load one by one. */
const bundled = new Set(['commander', 'execa', 'zod']);

/** How many states of the sources are kept, those used last: a process that goes on for days may still load a part of its own. */
const kept = 20;

/** Where a state says what it consists of, so that what a failed disk or power has left of it does not pass for whole. */
const manifest = 'whole.json';

let folder;

/** Checks whether what was compiled is as it was written, and compiles it anew otherwise: a command's first step. */
export async function checkCompiled() {
  folder ??= compiledFolder(isWhole);
  await folder;
}

/**
 * Loads one of the programs, or suites, by its TypeScript's path in the repository.
 * @throws an Error where the sources cannot be compiled
 */
export async function importProgram(file) {
  folder ??= compiledFolder();
  const compiled = join((await folder) ?? '', file.replace(/\.ts$/, '.js'));
  if (existsSync(compiled)) return import(pathToFileURL(compiled).href);
  await import('./typescript.mjs');
  return import(pathToFileURL(join(root, file)).href);
}

/**
 * A TypeScript or JavaScript file of a user's, with all that it imports, as it is now.
 * @returns the address of what was compiled, to be imported
 * @throws an Error where it cannot be compiled
 */
export async function compileFile(path) {
  const { outputFiles } = await compile([path], {
    outdir: dirname(path),
    splitting: false,
    sourcemap: false,
  });
  return `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
}

/**
 * The folder with all programs, made where it is missing; undefined where there is no place for it.
 * @param isGood is a state that is there fit for use? What a command has looked at, its processes take as it is.
 */
async function compiledFolder(isGood = existsSync) {
  const name = stateOfSources();
  const cache = cacheFolder(process.env);
  // What npm has installed is npm's to change, and may belong to another user.
  const own = isInstalled ? [] : [join(root, 'node_modules/.redistill')];
  const places = [...own, ...(cache ? [join(cache, 'compiled')] : [])];
  const there = places.map((place) => join(place, name)).find(isGood);
  if (there) return used(there);
  for (const place of places) {
    const partial = partialFolder(place);
    if (!partial) continue;
    try {
      await compilePrograms(partial);
      if (!isGood(join(place, name))) rmSync(join(place, name), { recursive: true, force: true });
      if (stateOfSources() === name) return settle(partial, join(place, name));
      // A source was changed meanwhile, and may or may not be in there.
      rmSync(partial, { recursive: true });
      return compiledFolder(isGood);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!['ENOSPC', 'EDQUOT', 'EROFS'].includes(error.code)) throw error;
    }
  }
  return undefined;
}

async function compilePrograms(folder) {
  const entryPoints = [...programs, ...programsOfTests]
    .map((file) => join(root, file))
    .filter((file) => existsSync(file));
  const { outputFiles } = await compile(entryPoints, { outdir: folder, outbase: root });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  const files = outputFiles.map(({ path }) => relative(folder, path)).filter((file) => file.endsWith('.js'));
  writeFileSync(join(folder, manifest), JSON.stringify({ files, sha256: sha256Of(folder, files) }));
}

/** Has a state all that was compiled, as it was written? */
function isWhole(folder) {
  try {
    const { files, sha256 } = JSON.parse(readFileSync(join(folder, manifest), 'utf8'));
    return sha256Of(folder, files) === sha256;
  } catch {
    return false;
  }
}

function sha256Of(folder, files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/**
 * A hash of all that decides what is compiled: of each source its path, its size and when it was changed. npm gives all files
 * of a package the same time, so that of those their contents count.
 */
function stateOfSources() {
  const hash = createHash('sha256').update(process.version);
  const others = ['package.json', 'package-lock.json', 'tsconfig.json'].map((name) => join(root, name));
  for (const file of ['harness', 'scripts', 'suites'].flatMap((name) => sourcesIn(join(root, name))).concat(others)) {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    hash.update(`${file}\n${size} ${mtimeMs}\n`);
    if (isInstalled && size !== undefined) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The TypeScript files of a folder in the repository, where there is one. */
function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.(tsx?|[cm]js|json)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** A folder for work in progress; undefined where none can be made. */
function partialFolder(place) {
  try {
    makeFolder(place);
    return mkdtempSync(join(place, `.partial-`));
  } catch {
    return undefined;
  }
}

/** Makes a folder, and those above it where they are missing. */
function makeFolder(path) {
  if (existsSync(path)) return;
  // Not with `recursive`: in /proc Node would try for ever.
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Notes that a state is used, so that it is not taken for an old one. */
function used(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // It is another user's, who removes it when nobody needs it.
  }
  return path;
}

/** Renames what is whole to its place, where another process may have put the same, and removes those not used for longest. */
function settle(partial, path) {
  try {
    renameSync(partial, path);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
  const age = (name) => statSync(join(dirname(path), name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const oldest = readdirSync(dirname(path))
    .sort((a, b) => age(b) - age(a))
    .slice(kept);
  for (const name of oldest) rmSync(join(dirname(path), name), { recursive: true, force: true });
  return path;
}

/**
 * Compiles TypeScript files, with all of ours that they import.
 * @param options of esbuild
 * @returns what esbuild does, with the compiled files in memory
 * @throws an Error that says what is wrong, and where
 */
async function compile(entryPoints, options) {
  const { build } = await import('esbuild');
  const compiling = build({
    entryPoints,
    absWorkingDir: root,
    tsconfig: join(root, 'tsconfig.json'),
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    // As Node resolves: without esbuild's own condition `module`.
    conditions: [],
    // For packages that were written for `require`.
    banner: {
      js: `import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(${JSON.stringify(import.meta.url)});`,
    },
    plugins: [keepPlaces, findOwnPackage, leavePackages],
    logLevel: 'silent',
    ...options,
  });
  return compiling.catch((error) => {
    throw isFailure(error) ? new Error(error.errors.map(sentence).join('; ')) : error;
  });
}

function isFailure(error) {
  return Array.isArray(error.errors);
}

/** What esbuild has found wrong, and where. */
function sentence({ text, location }) {
  return location ? `${text} (${resolve(root, location.file)}, line ${location.line})` : text;
}

/** Lets a source find the files beside it where they are: what it says about its own place stays true. */
const keepPlaces = {
  name: 'keep places',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
      if (isOfPackage(path)) return undefined;
      let contents = await readFile(path, 'utf8');
      const places = {
        'import.meta.url': pathToFileURL(path).href,
        'import.meta.dirname': dirname(path),
        'import.meta.filename': path,
      };
      // CommonJS's, where the file has no variables of these names.
      if (!/\b__(dir|file)name\s*=/.test(contents))
        Object.assign(places, { __dirname: dirname(path), __filename: path });
      for (const [word, place] of Object.entries(places)) contents = contents.replaceAll(word, JSON.stringify(place));
      return { contents, loader: /[^.]+$/.exec(path)[0].replace(/^[cm]/, '') };
    });
  },
};

/** Is a file of another package's? Ours may lie in node_modules too. */
function isOfPackage(path) {
  return (path.startsWith(root) ? path.slice(root.length) : path).includes('node_modules/');
}

/** Lets suites elsewhere import this package by its name, be it installed beside them or not. */
const findOwnPackage = {
  name: 'find own package',
  setup({ onResolve }) {
    onResolve({ filter: /^redistill$/ }, () => ({ path: join(root, 'scripts/package/exports.ts') }));
    onResolve({ filter: /^redistill\/suites\/[a-z0-9-]+$/ }, ({ path }) => {
      const file = join(root, `${path.slice('redistill/'.length)}.ts`);
      return existsSync(file) ? { path: file } : { errors: [{ text: `Redistill has no ${path.slice(10)}` }] };
    });
  },
};

/** Leaves packages in node_modules, and says where they are; this very file too, which is loaded already. */
const leavePackages = {
  name: 'leave packages',
  setup({ onResolve, resolve: resolved }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
      if (pluginData === 'asked' || kind === 'entry-point' || path.startsWith('node:')) return undefined;
      const name = /^(@[^/]+\/)?[^/]+/.exec(path)[0];
      if (bundled.has(name) || isOfPackage(importer)) return undefined;
      const found = await resolved(path, { kind, resolveDir, importer, pluginData: 'asked' });
      if (found.errors.length > 0 || found.external) return found;
      return { path: pathToFileURL(found.path).href, external: true };
    });
    onResolve({ filter: /\/compiled\.mjs$/ }, () => ({ path: import.meta.url, external: true }));
  },
};
