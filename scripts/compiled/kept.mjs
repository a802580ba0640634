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
import { dirname, join, relative } from 'node:path';
import { cacheFolder } from '../cache-folder.mjs';
import { compile } from './compile.mjs';
import { isInstalled, root } from './place.mjs';
import { programs, programsOfTests } from './programs.mjs';
import { stateOfSources } from './sources.mjs';

/** How many states of the sources are kept, those used last: a process that goes on for days may still load a part of its own. */
const kept = 20;

/** Where a state says what it consists of, so that what a failed disk or power has left of it does not pass for whole. */
const manifest = 'whole.json';

/**
 * The folder with all programs, made where it is missing; undefined where there is no place for it.
 * @param isGood is a state that is there fit for use? What a command has looked at, its processes take as it is.
 */
export async function compiledFolder(isGood = existsSync) {
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
export function isWhole(folder) {
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
