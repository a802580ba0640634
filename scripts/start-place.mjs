/** From where, and by which name, a person started Redistill. Plain JavaScript, as start.mjs is. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownPackage = fileURLToPath(new URL('../package.json', import.meta.url));

/**
 * `npm run` changes to the folder of package.json. Relative paths, however, are meant from where the person is: this goes
 * back there. A script of another package that calls `redistill` stays in that package's folder.
 */
export function enterUsersFolder(command, environment) {
  const { INIT_CWD: folder, npm_lifecycle_event: script, npm_package_json: ofPackage } = environment;
  if (!folder || script !== command || !isOwn(ofPackage)) return;
  try {
    process.chdir(folder);
  } catch {
    // The folder is gone: whole paths still work.
  }
}

function isOwn(path) {
  try {
    return realpathSync(path) === realpathSync(ownPackage);
  } catch {
    return false;
  }
}

/**
 * Notes by which name the program was started, so that it can print commands that can be typed: see
 * harness/base/command-line.ts, which reads REDISTILL_STARTED_AS.
 */
export function noteStart(program, environment) {
  delete environment.REDISTILL_STARTED_AS;
  if (basename(program) !== 'redistill') return;
  environment.REDISTILL_STARTED_AS = nameOf(program, environment);
}

function nameOf(program, { npm_command: npmCommand, PATH: places = '' }) {
  if (npmCommand === 'exec') return isInstalledAt(process.cwd()) ? 'npx redistill' : `npx ${dirname(ownPackage)}`;
  if (places.split(delimiter).includes(dirname(program))) return 'redistill';
  const near = relative(process.cwd(), program);
  return near.startsWith('..') ? program : near;
}

/** Does npx find the program by its name there? It looks in the folder's package; elsewhere it was given our path. */
function isInstalledAt(folder) {
  const above = dirname(folder);
  return existsSync(join(folder, 'node_modules/.bin/redistill')) || (above !== folder && isInstalledAt(above));
}
