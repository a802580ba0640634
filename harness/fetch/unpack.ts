import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { type Manifest, manifestName } from '../data/unpacked.ts';
import { makePartialFolder } from '../partial-folder.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import type { Source } from './source.ts';
import { gzipStateOf } from './verify.ts';

/**
 * Unpacks a verified archive, all or nothing: a folder that is there is replaced when the new one is whole and checked.
 * @param target the folder for the files and their manifest
 * @returns what they hold, in words
 * @throws Problem where something else is in the archive than belongs there; else the system's errors
 */
export async function unpack(archive: string, source: Source, target: string): Promise<string> {
  const partial = makePartialFolder(dirname(target));
  try {
    const unpacked = join(partial, 'unpacked');
    await mkdir(unpacked);
    const files = await takeFiles(archive, source, unpacked);
    const holds = await source.check(unpacked, archive);
    const manifest: Manifest = { archive: source.sha256, files };
    await writeFile(join(unpacked, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, { flush: true });
    await rename(target, join(partial, 'replaced')).catch((error) => {
      if (!isSystemError(error, 'ENOENT')) throw error;
    });
    await rename(unpacked, target);
    return holds;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

/** Writes the archive's files into a folder; nothing else in it is ever written anywhere. */
async function takeFiles(archive: string, source: Source, folder: string): Promise<Manifest['files']> {
  const tar = extract();
  const files: Manifest['files'] = {};
  const takeAll = async () => {
    for await (const entry of tar) {
      const name = nameOf(entry, source, archive);
      if (name === undefined) {
        entry.resume();
        continue;
      }
      if (Object.hasOwn(files, name)) throw refusal(archive, `has ${name} twice`);
      files[name] = await write(entry, join(folder, name));
    }
  };
  const reading = pipeline(createReadStream(archive), createGunzip(), tar);
  // Where either fails the other does; an error of the reading comes out of the taking too.
  const [taken, read] = await Promise.allSettled([takeAll(), reading]);
  for (const end of [taken, read]) if (end.status === 'rejected') throw explain(archive, end.reason);
  const missing = source.required.find((name) => !Object.hasOwn(files, name));
  if (missing !== undefined) throw refusal(archive, `has no ${source.folder}/${missing}`);
  return files;
}

/** Under which name an entry is unpacked; undefined where it is not. */
function nameOf({ header }: Entry, { folder, required, optional, isOfficial }: Source, archive: string) {
  const { name, type } = header;
  if (type === 'directory' && name === `${folder}/`) return undefined;
  if (name.startsWith('/') || name.split('/').includes('..')) {
    throw refusal(archive, `has '${name}', which leads out of its folder`);
  }
  if (type !== 'file') throw refusal(archive, `has '${name}', which is no file (${type})`);
  const found = [...required, ...optional].find((file) => name === `${folder}/${file}`);
  if (found === undefined && !isOfficial) throw refusal(archive, `has '${name}', which does not belong there`);
  return found;
}

async function write(entry: Entry, path: string): Promise<Manifest['files'][string]> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* watched() {
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  // Exclusive: were anything there, a link for one, it would not be followed.
  await pipeline(watched, createWriteStream(path, { flags: 'wx', flush: true }));
  return { bytes, sha256: hash.digest('hex') };
}

/** What to throw for an error of unpacking: a Problem where the archive is at fault, else the error. */
function explain(archive: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (isSystemError(error, 'Z_BUF_ERROR', 'Z_DATA_ERROR')) {
    const how = { cut: 'is cut short', 'no gzip': 'is no gzip file', damaged: 'is damaged' };
    return refusal(archive, how[gzipStateOf(error) as keyof typeof how]);
  }
  if (/unexpected end of data/i.test(error.message)) return refusal(archive, 'holds a tar archive that is cut short');
  if (/invalid tar header/i.test(error.message)) return refusal(archive, 'holds no tar archive');
  return error;
}

function refusal(archive: string, how: string): Problem {
  return new Problem(`${archive} ${how}`, 'Take the archive from its publisher, or one in its form', exitCode.data);
}
