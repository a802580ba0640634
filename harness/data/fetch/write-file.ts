import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Manifest } from './unpacked.ts';

/** Writes a new file, and returns what a manifest says about it. Errors are the system's, or those of the chunks. */
export async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Manifest['files'][string]> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* watched() {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  // Exclusive: were anything there, a link for one, it would not be followed.
  await pipeline(watched, createWriteStream(path, { flags: 'wx', flush: true }));
  return { bytes, sha256: hash.digest('hex') };
}
