import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './place.mjs';

/** Packages that nearly every start needs, compiled in: of many files each, they are slow to load one by one. */
const bundled = new Set(['commander', 'execa', 'zod']);

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
 * Compiles TypeScript files, with all of ours that they import.
 * @param options of esbuild
 * @returns what esbuild does, with the compiled files in memory
 * @throws an Error that says what is wrong, and where
 */
export async function compile(entryPoints, options) {
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

/** The file that everything else starts from. */
const own = join(root, 'scripts/compiled.mjs');

/** Leaves packages in node_modules, and says where they are; compiled.mjs too, which is loaded already. */
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
    // A user's may be called so too.
    onResolve({ filter: /\/compiled\.mjs$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === own ? { path: pathToFileURL(own).href, external: true } : undefined,
    );
  },
};
