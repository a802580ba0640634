import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract } from 'tar-stream';
import { entryName } from '../../base/files/entry-name.ts';
import { gunzip, UnpacksToTooMuch } from '../../base/files/gunzip.ts';
import { checkSize, tarFault } from '../../base/files/tar-fault.ts';
import { isSystemError } from '../../base/problem.ts';
import { causeOf } from './cause-of.ts';
import { gzipStateBy } from './gzip.ts';
import { refusal } from './refusal.ts';
import type { WantedTar } from './source.ts';
import type { Manifest } from './unpacked.ts';
import { otherVersion, wrongVersion } from './version.ts';
import { writeFile } from './write-file.ts';

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

/**
 * Writes a gzipped tar archive's files into a folder; nothing else in it is ever written anywhere.
 * @throws Problem where something else is in the archive than belongs there; else the system's errors
 */
export async function unpackTar(archive: string, source: WantedTar, folder: string): Promise<Manifest['files']> {
  const tar = extract();
  const files: Manifest['files'] = {};
  const takeAll = async () => {
    for await (const entry of tar) {
      checkSize(entry.header);
      const path = entryName(entry.header.name);
      const name = path === undefined ? undefined : nameOf(path, entry, source, archive);
      if (name === undefined) {
        entry.resume();
        continue;
      }
      if (Object.hasOwn(files, name)) throw refusal(archive, `has ${name} twice`);
      files[name] = await writeFile(join(folder, name), entry as AsyncIterable<Buffer>);
    }
  };
  const reading = pipeline(gunzip(archive), tar);
  const ends = await Promise.allSettled([takeAll(), reading]);
  const cause = causeOf(ends, (error) => explain(archive, error));
  if (cause !== undefined) throw cause;
  const missing = source.required.find((name) => !Object.hasOwn(files, name));
  if (missing !== undefined) throw refusal(archive, `has no ${source.folder}/${missing}`);
  return files;
}

/** Under which name an entry is unpacked; undefined where it is not. */
function nameOf(name: string, { header: { type } }: Entry, source: WantedTar, archive: string) {
  const { folder, required, optional, isOfficial } = source;
  if (type === 'directory' && ['', `${folder}/`].includes(name)) return undefined;
  const version = otherVersion(name, source);
  if (version !== undefined) throw wrongVersion(archive, version, source);
  if (name.startsWith('/') || name.split('/').includes('..')) {
    throw refusal(archive, `has '${name}', which leads out of its folder`);
  }
  if (type !== 'file') throw refusal(archive, `has '${name}', which is no file (${type})`);
  const found = [...required, ...optional].find((file) => name === `${folder}/${file}`);
  if (found === undefined && !isOfficial) throw refusal(archive, `has '${name}', which does not belong there`);
  return found;
}

/** What to throw for an error of unpacking: a Problem where the archive is at fault, else the error. */
function explain(archive: string, error: unknown): unknown {
  if (error instanceof UnpacksToTooMuch) return refusal(archive, error.message);
  if (isSystemError(error, 'Z_BUF_ERROR', 'Z_DATA_ERROR')) {
    const how = { cut: 'is cut short', 'no archive': 'is no gzip file', damaged: 'is damaged' };
    return refusal(archive, how[gzipStateBy(error)]);
  }
  const fault = tarFault(error);
  if (fault === undefined) return error;
  const how = {
    cut: 'a tar archive that is cut short',
    'no archive': 'no tar archive',
    damaged: 'a damaged tar archive',
  };
  return refusal(archive, `holds ${how[fault]}`);
}
