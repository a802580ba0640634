import { stat } from 'node:fs/promises';
import { algorithmOf, type HashAlgorithm, hashOfFile } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { gzipStateOf } from './gzip.ts';
import { hdf5StateOf } from './hdf5.ts';
import { zipStateOf } from './open-zip.ts';
import type { WantedArchive } from './source.ts';
import { otherVersionIn, wrongVersion } from './version.ts';

const stateOf = { gzip: gzipStateOf, zip: zipStateOf, hdf5: hdf5StateOf };

/**
 * Checks whether a file is the archive of a source, bit by bit.
 * @param words how to call it, and what to do where it is not
 * @throws Problem that says in which way it is not
 */
export async function verify(
  archive: string,
  source: WantedArchive,
  { name = archive, cure }: { name?: string; cure: string },
): Promise<void> {
  const { title, bytes, hash, form } = source;
  const algorithm = algorithmOf(hash);
  const found = await hashOf(archive, algorithm);
  const { size } = await stat(archive);
  if (found === hash && size === (bytes ?? size)) return;
  const version = await otherVersionIn(archive, source);
  if (version !== undefined) throw wrongVersion(name, version, source);
  const of = bytes === undefined ? '' : ` of ${bytes.toLocaleString('en')}`;
  const sizes = `${size.toLocaleString('en')}${of} bytes are there`;
  const how = {
    empty: 'it is empty',
    'no archive': `it is no ${form} file`,
    cut: `it is cut short: ${sizes}`,
    damaged: 'it is damaged',
    whole: `it is another archive, with the ${algorithm} ${found} instead of ${hash}`,
  };
  const state = size === 0 ? 'empty' : await stateOf[form](archive);
  throw new Problem(`${name} is not the archive of ${title}: ${how[state]}`, cure, exitCode.data);
}

async function hashOf(archive: string, algorithm: HashAlgorithm): Promise<string> {
  try {
    return await hashOfFile(archive, algorithm);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = { ENOENT: 'is not there', EISDIR: 'is a folder' }[code ?? ''] ?? `cannot be read (${message})`;
    throw new Problem(`${archive} ${why}`, 'Give the path of an archive', exitCode.data, { cause });
  }
}
