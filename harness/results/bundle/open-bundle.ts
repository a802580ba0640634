import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { commandLine } from '../../base/command-line.ts';
import { entryName } from '../../base/files/entry-name.ts';
import { gunzip, UnpacksToTooMuch } from '../../base/files/gunzip.ts';
import { sha256OfFile } from '../../base/files/hash.ts';
import { checkSize, tarFault } from '../../base/files/tar-fault.ts';
import { makeTemporaryFolder, temporaryProblem } from '../../base/files/temporary-folder.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';
import { type BundleDescription, bundleFiles, descriptionSchema } from './description.ts';

/** An archive that has been unpacked. */
export interface OpenBundle extends BundleDescription {
  /** The folder for the results of all suites. */
  results: string;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/**
 * Unpacks a suite's archive into a temporary folder, and verifies all of it.
 * @throws Problem where it is damaged, changed or no such archive
 */
export async function openBundle(path: string): Promise<OpenBundle> {
  const folder = await makeTemporaryFolder('bundle');
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const names = await unpack(path, folder);
    await verify(path, folder, names);
    const text = await readFile(join(folder, bundleFiles.description), 'utf8');
    const description = validate(
      descriptionSchema,
      JSON.parse(text),
      `${path}: ${bundleFiles.description}`,
      exitCode.data,
    );
    return { ...description, results: join(folder, 'results'), close };
  } catch (error) {
    await close();
    throw explain(path, error);
  }
}

/** Writes the archive's files into the folder, each below the archive's one folder. Returns their names. */
async function unpack(path: string, folder: string): Promise<string[]> {
  const tar = extract();
  const names: string[] = [];
  const takeAll = async () => {
    for await (const entry of tar) {
      checkSize(entry.header);
      const name = entryName(entry.header.name);
      // An archive that was packed anew has its folders too, and perhaps what macOS adds.
      if (name === undefined || entry.header.type === 'directory') {
        entry.resume();
        continue;
      }
      const [, ...parts] = name.split('/');
      if (entry.header.type !== 'file' || parts.length === 0 || parts.includes('..') || parts.includes('')) {
        throw refusal(path, `has '${entry.header.name}', which does not belong there`);
      }
      const target = join(folder, ...parts);
      await mkdir(dirname(target), { recursive: true });
      // Not the entry itself: where the archive is cut short, it would never end.
      await pipeline(chunksOf(entry), createWriteStream(target, { flags: 'wx' }));
      names.push(parts.join('/'));
    }
  };
  const reading = pipeline(gunzip(path), tar);
  const [taken, read] = await Promise.allSettled([takeAll(), reading]);
  for (const end of [taken, read]) if (end.status === 'rejected') throw end.reason;
  return names;
}

async function* chunksOf(entry: AsyncIterable<unknown>) {
  yield* entry;
}

/** @throws Problem unless each file is there with its hash, and no other */
async function verify(path: string, folder: string, names: readonly string[]): Promise<void> {
  if (!names.includes(bundleFiles.sums)) throw refusal(path, `has no ${bundleFiles.sums}`);
  const lines = (await readFile(join(folder, bundleFiles.sums), 'utf8')).trimEnd().split('\n');
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const name of names.filter((one) => one !== bundleFiles.sums)) {
    const sum = sums.get(name);
    if (sum === undefined) throw refusal(path, `has '${name}', which ${bundleFiles.sums} does not list`);
    if ((await sha256OfFile(join(folder, name))) !== sum) throw refusal(path, `has '${name}' with another sha256`);
    sums.delete(name);
  }
  for (const name of sums.keys()) throw refusal(path, `has no '${name}'`);
}

/** What to throw for an error of unpacking: a Problem where the archive is at fault, else the error. */
function explain(path: string, error: unknown): unknown {
  if (error instanceof Problem) return error;
  const isOfPath = isSystemError(error, 'ENOENT', 'EACCES') && error.path === path;
  if (isOfPath && error.code === 'ENOENT') {
    return new Problem(`the archive ${path} is not there`, 'Check the path', exitCode.data, { cause: error });
  }
  if (isOfPath || isSystemError(error, 'EISDIR')) return refusal(path, `cannot be read (${error.message})`);
  if (error instanceof UnpacksToTooMuch) return refusal(path, error.message);
  const isDamaged = isSystemError(error, ...codesOfDamage) || tarFault(error) !== undefined || wasCutOff(error);
  if (isDamaged || error instanceof SyntaxError) return refusal(path, 'is damaged');
  return temporaryProblem(error);
}

const codesOfDamage = ['Z_BUF_ERROR', 'Z_DATA_ERROR', 'EEXIST', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_STRING_TOO_LONG'];

/** Whoever takes a file out of an archive that breaks off is told this. */
const wasCutOff = (error: unknown) => error instanceof Error && /stream was destroyed/i.test(error.message);

function refusal(path: string, how: string): Problem {
  return new Problem(`${path} ${how}`, `Give an archive that \`${commandLine('report bundle')}\` wrote`, exitCode.data);
}
