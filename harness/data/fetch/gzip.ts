import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzip, UnpacksToTooMuch } from '../../base/files/gunzip.ts';
import { isSystemError } from '../../base/problem.ts';
import type { ArchiveState } from './archive-state.ts';

/** Reads a gzip file to its end, and says what is the matter with it. */
export async function gzipStateOf(archive: string): Promise<ArchiveState> {
  try {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(gunzip(archive), nowhere);
    return 'whole';
  } catch (error) {
    return gzipStateBy(error);
  }
}

/** What an error of zlib says about the file. Another error is thrown again. */
export function gzipStateBy(error: unknown): Exclude<ArchiveState, 'whole' | 'empty'> {
  if (isSystemError(error, 'Z_BUF_ERROR')) return 'cut';
  if (error instanceof UnpacksToTooMuch) return 'damaged';
  const isHeader = error instanceof Error && error.message.includes('header check');
  if (isSystemError(error, 'Z_DATA_ERROR')) return isHeader ? 'no archive' : 'damaged';
  throw error;
}
