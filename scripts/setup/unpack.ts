import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file that was unpacked: its path within the folder, and its bytes. */
export interface UnpackedFile {
  path: string;
  size: number;
}

/**
 * Unpacks parts of a wheel (a zip file), one file after the other, without holding any in memory.
 * @param parts paths within the wheel; one that ends with `/` stands for all that is in that folder
 * @throws Error where the wheel is damaged or lacks one of the parts
 */
export async function unpack(wheel: string, folder: string, parts: readonly string[]): Promise<UnpackedFile[]> {
  const { openPromise } = await import('yauzl');
  const missing = new Set(parts);
  const files: UnpackedFile[] = [];
  const zip = await openPromise(wheel);
  try {
    // yauzl refuses names that would lead out of the folder.
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName;
      const part = parts.find((wanted) => path === wanted || (wanted.endsWith('/') && path.startsWith(wanted)));
      if (part === undefined || path.endsWith('/')) continue;
      missing.delete(part);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      // Zip keeps the mode in the upper half. Some files are programs: CUDA's ptxas is one.
      const executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
      const out = createWriteStream(join(folder, path), { mode: executable ? 0o755 : 0o644 });
      await pipeline(await zip.openReadStreamPromise(entry), out);
      files.push({ path, size: entry.uncompressedSize });
    }
  } finally {
    zip.close();
  }
  if (missing.size > 0) throw new Error(`${wheel} has no ${[...missing].join(', ')}`);
  return files;
}
