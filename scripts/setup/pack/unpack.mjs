/**
 * `setup --unpack FOLDER`: the npm packages and TensorFlow out of what pack.ts wrote, on Node's own modules and tar alone,
 * because there is nothing else yet. Plain JavaScript, as start.mjs is.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cacheFolder } from '../../cache-folder.mjs';

/** The exit codes of harness/base/problem.ts that this uses. */
const exitCode = { done: 0, configuration: 2, data: 3, storage: 4, machine: 6 };

/** What a user is told, and how the process ends. */
class Fault extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** The folder behind `--unpack` among a command's arguments; undefined where it is not there. */
export function folderToUnpack(args) {
  const place = args.findIndex((word) => word === '--unpack' || word.startsWith('--unpack='));
  if (place < 0) return undefined;
  return args[place] === '--unpack' ? args[place + 1] : args[place].slice('--unpack='.length);
}

/**
 * Unpacks both, or nothing: they take their places when all slices were found whole and both are unpacked.
 * @param root the clone
 * @returns the exit code; what is wrong was said on standard error
 */
export async function unpack(folder, root, environment) {
  try {
    const from = resolve(folder);
    const contents = readContents(from);
    checkLock(contents, root);
    const cache = cacheFolder(environment);
    if (!cache) throw new Fault('REDISTILL_CACHE is not a whole path. Give one', exitCode.configuration);
    const slices = [...contents.packages.slices, ...contents.tensorflow.slices];
    say(`looking at ${slices.length} slices`);
    await checkSlices(slices, from);
    mkdirSync(cache, { recursive: true });
    const parts = [
      { what: 'the npm packages', slices: contents.packages.slices, target: join(root, 'node_modules') },
      { what: 'TensorFlow', slices: contents.tensorflow.slices, target: join(cache, contents.tensorflow.folder) },
    ];
    try {
      for (const part of parts) await unpackPart(part, from);
      for (const part of parts) settle(part);
    } finally {
      for (const { target } of parts) rmSync(partialOf(target), { recursive: true, force: true });
    }
    return exitCode.done;
  } catch (error) {
    if (error instanceof Fault) say(error.message);
    else if (error.syscall) say(`cannot unpack: ${error.message}. Check the disk and who may write there`);
    else throw error;
    return error instanceof Fault ? error.code : exitCode.storage;
  }
}

function say(line) {
  console.error(`redistill: ${line}`);
}

function readContents(folder) {
  const path = join(folder, 'pack.json');
  try {
    const { packages, tensorflow } = JSON.parse(readFileSync(path, 'utf8'));
    const slices = [...packages.slices, ...tensorflow.slices];
    if (!isName(tensorflow.folder) || !slices.every(isSlice)) throw new Error('it is no list of slices');
    return { packages, tensorflow };
  } catch (error) {
    throw new Fault(`${path} cannot be read (${error.message}). Give a folder that --pack wrote`, exitCode.data);
  }
}

/** Of a file or folder in the one that is meant, and not elsewhere. */
function isName(text) {
  return typeof text === 'string' && /^\w[\w.-]*$/.test(text);
}

function isSlice({ name, bytes, sha256 }) {
  return isName(name) && Number.isInteger(bytes) && typeof sha256 === 'string';
}

function checkLock({ packages }, root) {
  const lock = hashOf(readFileSync(join(root, 'package-lock.json')));
  if (lock === packages.lock) return;
  throw new Fault(
    'the packed npm packages are not those of this package-lock.json. Pack and unpack in the same state of the clone',
    exitCode.configuration,
  );
}

/** Names every slice that is missing or damaged. */
async function checkSlices(slices, folder) {
  const faults = [];
  for (const { name, bytes, sha256 } of slices) {
    const path = join(folder, name);
    if (!existsSync(path)) faults.push(`${name} is missing`);
    else if (statSync(path).size !== bytes) faults.push(`${name} has ${statSync(path).size} bytes instead of ${bytes}`);
    else if ((await hashOfFile(path)) !== sha256) faults.push(`${name} is damaged`);
  }
  if (faults.length > 0) throw new Fault(`${faults.join(', ')}. Copy it again into ${folder}`, exitCode.data);
}

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

async function hashOfFile(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}

const partialOf = (target) => `${target}.partial`;

async function unpackPart({ what, slices, target }, folder) {
  say(`unpacking ${what}`);
  const partial = partialOf(target);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const tar = spawn('tar', ['--extract', '--no-same-owner', '-C', partial], { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  tar.stderr.on('data', (text) => {
    said += text;
  });
  const ended = new Promise((end) => {
    tar.once('error', (error) => end(error.message));
    tar.once('close', (code) => end(code === 0 ? undefined : said.split('\n')[0]));
  });
  // Where tar ends early, it says why.
  await pipeline(bytesOf(slices, folder), createBrotliDecompress(), tar.stdin).catch(() => {});
  const why = await ended;
  if (why === undefined) return;
  const code = /No space left|quota/i.test(why) ? exitCode.storage : exitCode.machine;
  throw new Fault(`tar cannot unpack ${what} (${why}). Check tar and the disk of ${target}`, code);
}

async function* bytesOf(slices, folder) {
  for (const { name } of slices) yield* createReadStream(join(folder, name), { highWaterMark: 2 ** 20 });
}

/** Puts what was unpacked into its place; what was there before goes. */
function settle({ target }) {
  const aside = `${target}.before`;
  rmSync(aside, { recursive: true, force: true });
  if (lstatSync(target, { throwIfNoEntry: false })) renameSync(target, aside);
  renameSync(partialOf(target), target);
  rmSync(aside, { recursive: true, force: true });
}
