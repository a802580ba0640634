import { readFile } from 'node:fs/promises';
import { entryName } from '../../base/files/entry-name.ts';
import { type Damaged, ZipArchive } from '../../base/files/zip.ts';
import { shown } from '../../base/shown.ts';
import type { ArchiveState } from './archive-state.ts';
import { refusal } from './refusal.ts';

/** A zip archive begins with a file, or, where it is empty, with its end. */
const hasZipForm = (bytes: Buffer) => ['PK\x03\x04', 'PK\x05\x06'].includes(bytes.toString('latin1', 0, 4));

/** zip's directory stands at the end: an archive without it was cut. */
const isCut = (error: unknown) => error instanceof Error && error.message.startsWith('End of central directory');

/** What a look at an archive unpacks at the most: the parts of Tiny ImageNet's are small, and 237 MB together. */
const mostBytes = { one: 2 ** 26, all: 2 ** 29 };

class Broken extends Error {}

/** Reads a zip archive to its end, or as much of one that unpacks to very much, and says what is the matter with it. */
export async function zipStateOf(archive: string): Promise<ArchiveState> {
  const bytes = await readFile(archive);
  if (!hasZipForm(bytes)) return 'no archive';
  try {
    const zip = await ZipArchive.open(bytes, (why, cause) => new Broken(why, { cause }));
    let left = mostBytes.all;
    for (const path of zip.paths) {
      const bytes = zip.bytesOf(path);
      left -= bytes;
      if (left < 0) break;
      if (bytes <= mostBytes.one) zip.read(path, mostBytes.one);
    }
    return 'whole';
  } catch (error) {
    if (error instanceof Broken) return isCut(error.cause) ? 'cut' : 'damaged';
    throw error;
  }
}

/**
 * Opens a zip archive.
 * @throws Problem where it is none, cut short or damaged, or holds a name that leads out of it; the archive that is
 * returned does so too where a file of it is damaged
 */
export async function openZip(archive: string): Promise<ZipArchive> {
  const bytes = await readFile(archive);
  if (!hasZipForm(bytes)) throw refusal(archive, 'is no zip file');
  const damaged: Damaged = (why, cause) => {
    if (isCut(cause)) return refusal(archive, 'is cut short', cause);
    const leadsOut = cause instanceof Error && /^(?:absolute|invalid relative) path: (.*)$/s.exec(cause.message)?.[1];
    if (leadsOut) return refusal(archive, `has '${shown(leadsOut)}', which leads out of its folder`, cause);
    return refusal(archive, `is damaged: ${why}`, cause);
  };
  return ZipArchive.open(bytes, damaged, entryName);
}
