/** node_modules: whole and of this package-lock.json, or installed anew. Plain JavaScript, as start.mjs is. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const lockFile = `${root}package-lock.json`;
/** Holds the sha256 of the package-lock.json of which node_modules is the whole; written when `npm ci` has succeeded. */
const stamp = `${root}node_modules/.redistill-packages.sha256`;
/** The program `redistill`, where other packages have theirs; npm makes no such link for a clone itself. */
const program = `${root}node_modules/.bin/redistill`;

/**
 * Installs the npm packages unless they are there, and returns the exit code: 0 when they are.
 * Of several starts at once one installs and the others wait. The lock that they wait for is the kernel's, on
 * package-lock.json itself: it also lasts as long as an `npm ci` whose start was killed, and it leaves nothing behind.
 */
export function installPackages() {
  if (!existsSync(lockFile)) return 0;
  if (arePackagesThere()) return linkProgram();
  const locked = spawnSync('flock', [lockFile, process.execPath, self], { stdio: ['ignore', 2, 'inherit'] });
  if (locked.signal) return 1;
  // No flock here, or none on this file system (its own failures are 64 and up): install without it.
  return locked.error || locked.status >= 64 ? install() : locked.status;
}

/** Are they whole, and of this lock file? */
export function arePackagesThere() {
  // A package that another project has installed comes without the lock file, and with its packages beside it.
  return !existsSync(lockFile) || (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash());
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

function install() {
  const hash = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 0; // another start did it meanwhile
  console.error('redistill: installing the npm packages with `npm ci`, once for this clone.');
  rmSync(stamp, { force: true });
  const npm = runNpm();
  if (npm.status !== 0) {
    const reason = npm.error ? 'npm cannot be started' : '`npm ci` failed, with its reason above';
    console.error(`redistill: ${reason}. Check npm, the network and the disk, then run the same command again.`);
    return 6;
  }
  linkProgram();
  writeFileSync(stamp, hash);
  return 0;
}

/** Tries the quick way, which asks the network for nothing that npm has in its cache, and the plain one where that is out of date. */
function runNpm() {
  // The development packages too, whatever NODE_ENV or the user's npm configuration leaves out; and no install scripts.
  const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  // npm makes garbage faster than Node's young generation is wide by default: collecting it took an eighth of the time.
  const env = { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=64`.trim() };
  const quick = spawnSync('npm', ['ci', ...options, '--prefer-offline'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 'pipe'],
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  // Lists of versions that are older than the lock file, or an older Node behind npm, which refuses the option.
  if (quick.status !== 0 && /ETARGET|E404|NODE_OPTIONS/.test(quick.stderr ?? '')) {
    return spawnSync('npm', ['ci', ...options], { cwd: root, stdio: ['ignore', 2, 'inherit'] });
  }
  process.stderr.write(quick.stderr ?? '');
  return quick;
}

function linkProgram() {
  if (lstatSync(program, { throwIfNoEntry: false })) return 0;
  try {
    mkdirSync(dirname(program), { recursive: true });
    symlinkSync('../../scripts/start.mjs', program);
  } catch {
    // Another start made it at the same moment, or the clone cannot be written: the commands work without it.
  }
  return 0;
}

if (process.argv[1] === self) process.exit(install());
