import { createHash, randomInt } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { cannotRead, cannotWriteOutput } from '../../base/files/files.ts';
import { isSystemError, Problem } from '../../base/problem.ts';
import type { Content } from './contents.ts';
import { bundleFiles } from './description.ts';

/**
 * Writes a gzipped tar archive of one folder, all or nothing. The same contents give the same bytes. Files that are not there
 * are left out; one at a time is open, as there may be thousands.
 * @param output the archive's path
 * @param top the name of the folder
 * @throws Problem where the archive cannot be written, or a file cannot be read
 */
export async function writeArchive(output: string, top: string, contents: readonly Content[]): Promise<void> {
  const temporary = `${output}.${randomInt(2 ** 47)}`;
  const tar = pack();
  const packing = packAll(tar, top, contents).catch((error) => {
    tar.destroy(error);
    throw error;
  });
  const writing = pipeline(tar, createGzip(), createWriteStream(temporary, { flags: 'wx', flush: true }));
  try {
    // Where either fails the other does. What cannot be read is a Problem already, and tells more.
    const [packed, written] = await Promise.allSettled([packing, writing]);
    if (packed.status === 'rejected' && packed.reason instanceof Problem) throw packed.reason;
    for (const end of [written, packed]) if (end.status === 'rejected') throw end.reason;
    await rename(temporary, output);
  } catch (error) {
    // Where it could not be made at all, removing it fails too.
    await rm(temporary, { force: true }).catch(() => {});
    throw error instanceof Problem ? error : cannotWriteOutput('--output', output, error);
  }
}

async function packAll(tar: Pack, top: string, contents: readonly Content[]): Promise<void> {
  const sums: string[] = [];
  for (const content of contents) {
    const hash = 'contents' in content ? await addMade(tar, top, content) : await addCopy(tar, top, content);
    // The form of `sha256sum --check`.
    if (hash !== undefined) sums.push(`${hash}  ${content.name}\n`);
  }
  await addMade(tar, top, { name: bundleFiles.sums, contents: sums.join('') });
  tar.finalize();
}

async function addMade(
  tar: Pack,
  top: string,
  { name, contents }: Extract<Content, { contents: unknown }>,
): Promise<string> {
  const bytes = Buffer.from(contents);
  return add(tar, `${top}/${name}`, bytes.length, [bytes]);
}

/** Undefined where the file is not there. */
async function addCopy(tar: Pack, top: string, { name, path }: { name: string; path: string }) {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cannotRead(path, cause);
  }
  try {
    const { size } = await file.stat();
    // What a running job adds meanwhile stays out.
    const bytes = size === 0 ? [] : file.createReadStream({ end: size - 1, autoClose: false, highWaterMark: 2 ** 20 });
    return await add(tar, `${top}/${name}`, size, bytes);
  } finally {
    await file.close();
  }
}

/** Returns the sha256. */
async function add(
  tar: Pack,
  name: string,
  size: number,
  bytes: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<string> {
  const hash = createHash('sha256');
  async function* watched() {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(watched, tar.entry({ name, size, mtime: new Date(0), mode: 0o644 }));
  return hash.digest('hex');
}
