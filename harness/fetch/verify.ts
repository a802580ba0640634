import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { sha256OfFile } from '../hash.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import type { Source } from './source.ts';

/**
 * Looks whether a file is the archive of a source, bit by bit.
 * @param words how to call it, and what to do where it is not
 * @throws Problem that says in which way it is not
 */
export async function verify(
  archive: string,
  { title, bytes, sha256 }: Source,
  { name = archive, cure }: { name?: string; cure: string },
): Promise<void> {
  const found = await hashOf(archive);
  if (found === sha256) return;
  const { size } = await stat(archive);
  const of = bytes === undefined ? '' : ` of ${bytes.toLocaleString('en')}`;
  const sizes = `${size.toLocaleString('en')}${of} bytes are there`;
  const how = {
    empty: 'it is empty',
    'no gzip': 'it is no gzip file',
    cut: `it is cut short: ${sizes}`,
    damaged: 'it is damaged',
    whole: `it is another archive, with the sha256 ${found} instead of ${sha256}`,
  };
  throw new Problem(`${name} is not the archive of ${title}: ${how[await stateOf(archive)]}`, cure, exitCode.data);
}

async function hashOf(archive: string): Promise<string> {
  try {
    return await sha256OfFile(archive);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = { ENOENT: 'is not there', EISDIR: 'is a folder' }[code ?? ''] ?? `cannot be read (${message})`;
    throw new Problem(`${archive} ${why}`, 'Give the path of an archive', exitCode.data, { cause });
  }
}

/** What can be said of a gzip file without knowing what belongs in it. */
export type GzipState = 'empty' | 'no gzip' | 'cut' | 'damaged' | 'whole';

async function stateOf(archive: string): Promise<GzipState> {
  if ((await stat(archive)).size === 0) return 'empty';
  try {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(createReadStream(archive), createGunzip(), nowhere);
    return 'whole';
  } catch (error) {
    return gzipStateOf(error);
  }
}

/** What an error of zlib says of the file. */
export function gzipStateOf(error: unknown): GzipState {
  if (isSystemError(error, 'Z_BUF_ERROR')) return 'cut';
  const isHeader = error instanceof Error && error.message.includes('header check');
  if (isSystemError(error, 'Z_DATA_ERROR')) return isHeader ? 'no gzip' : 'damaged';
  throw error;
}
