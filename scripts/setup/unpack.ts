import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';

/** A file that was unpacked: its path within the folder, and its bytes. */
export interface UnpackedFile {
  path: string;
  size: number;
}

/** How many bytes are inflated at a time: by 16 kB, as Node does it on its own, a library takes half as long again. */
const chunkSize = 256 * 1024;

/**
 * Unpacks parts of a wheel (a zip file), its files at the same time, without holding any in memory.
 * @param parts paths within the wheel; one that ends with `/` stands for all that is in that folder
 * @throws Error where the wheel is damaged or lacks one of the parts
 */
export async function unpack(wheel: string, folder: string, parts: readonly string[]): Promise<UnpackedFile[]> {
  const { openPromise } = await import('yauzl');
  const missing = new Set(parts);
  const wanted: Entry[] = [];
  const zip = await openPromise(wheel, { autoClose: false });
  try {
    // yauzl refuses names that would lead out of the folder.
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName;
      const part = parts.find((wanted) => path === wanted || (wanted.endsWith('/') && path.startsWith(wanted)));
      if (part === undefined || path.endsWith('/')) continue;
      missing.delete(part);
      wanted.push(entry);
    }
    if (missing.size > 0) throw new Error(`${wheel} has no ${[...missing].join(', ')}`);
    const ends = await Promise.allSettled(wanted.map((entry) => unpackFile(zip, entry, join(folder, entry.fileName))));
    // Only now, when none is being written any more: the folder will be removed.
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    zip.close();
  }
  return wanted.map(({ fileName, uncompressedSize }) => ({ path: fileName, size: uncompressedSize }));
}

async function unpackFile(zip: ZipFile, entry: Entry, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  // Zip keeps the mode in the upper half. Some files are programs: CUDA's ptxas is one.
  const executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const out = createWriteStream(path, { mode: executable ? 0o755 : 0o644, highWaterMark: 4 * chunkSize });
  const { compressionMethod: method } = entry;
  if (method === 8) await pipeline(packed, createInflateRaw({ chunkSize }), out);
  else if (method === 0) await pipeline(packed, out);
  else throw new Error(`${entry.fileName} is compressed by method ${method}, which no wheel uses`);
  if (out.bytesWritten !== entry.uncompressedSize) throw new Error(`${entry.fileName} has not the size that is said`);
}
