/**
 * Fetches and unpacks TensorFlow while `npm ci` runs, on a fresh clone: the one waits for the network, the other leaves a
 * processor idle. It only saves time. Where it fails, or is not sure, it leaves all to the set-up, which says what is wrong.
 * Plain JavaScript, as start.mjs is.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../cache-folder.mjs';
import { aheadFolder, pipDownload } from './pip.mjs';

const wheel = JSON.parse(readFileSync(new URL('tensorflow-cpu.json', import.meta.url), 'utf8'));

/** Does both, in one process: here nothing can follow on pip as long as `npm ci` is waited for. */
const program = fileURLToPath(new URL('fetch-ahead.py', import.meta.url));

/** Free bytes of the cache's disk with which there is room for npm's packages and all of the set-up as well. */
const enough = 3e9;

export function fetchAhead(command, args, environment) {
  try {
    const cache = cacheFolder(environment);
    if (!cache || !needsTensorFlow(command, args) || !isForProcessors(environment)) return undefined;
    makeFolder(dirname(cache));
    makeFolder(cache);
    const { bavail, bsize } = statfsSync(cache);
    const isThere = readdirSync(cache).some((name) => name.startsWith(`${wheel.name}-${wheel.version}-`));
    if (isThere || bavail * bsize < enough) return undefined;
    return start(aheadFolder(cache, wheel), environment);
  } catch {
    return undefined;
  }
}

function start(folder, environment) {
  const remove = () => {
    try {
      // Again where pip, which is just ending, has written meanwhile.
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Only tidying: the next set-up removes it.
    }
  };
  process.once('exit', remove);
  const { args, env } = pipDownload(wheel, folder, environment);
  console.error(`redistill: fetching ${wheel.name} ${wheel.version} (${Math.round(wheel.bytes / 1e6)} MB)`);
  // On a terminal pip draws its progress.
  const python = spawn('python3', [program, folder, JSON.stringify(wheel.parts), ...args], {
    env,
    stdio: ['ignore', process.stderr.isTTY ? 2 : 'ignore', 'ignore'],
  });
  const ended = new Promise((resolve) => {
    python.once('error', () => resolve(undefined));
    python.once('exit', resolve);
  });
  return {
    async end() {
      if ((await ended) !== 0) remove();
    },
    stop() {
      python.kill('SIGKILL');
    },
  };
}

function needsTensorFlow(command, args) {
  const onlyLooks = ['--help', '-h', '--dry-run'].some((option) => args.includes(option));
  return !onlyLooks && (command === 'doctor' || command === 'test' || (command === 'suite' && args.length > 0));
}

/** Is it sure that the set-up will want the build without CUDA, and can install it? */
function isForProcessors(environment) {
  const has = (program) =>
    (environment.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
  const { REDISTILL_TENSORFLOW: asked } = environment;
  const isLinux = process.platform === 'linux' && process.arch === 'x64';
  return isLinux && has('python3') && has('g++') && (asked === 'cpu' || (!asked && !has('nvidia-smi')));
}

function makeFolder(folder) {
  // Not with `recursive`: in /proc Node would try for ever.
  if (!existsSync(folder)) mkdirSync(folder);
}
