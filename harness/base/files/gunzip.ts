import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** Few bytes can be made to unpack to a thousand times as many; nothing that is read here comes near these. */
const most = { bytes: 2 ** 28, times: 100 };

/** A gzip file unpacks to so much that it is made to fill a disk; the message says so, as the end of a sentence. */
export class UnpacksToTooMuch extends Error {
  constructor() {
    super(`unpacks to more than ${most.times} times its size`);
  }
}

/**
 * Unpacks a gzip file, piece by piece. Errors are the system's and zlib's.
 * @throws UnpacksToTooMuch
 */
export async function* gunzip(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const unpacking = createGunzip();
  file.on('error', (error) => unpacking.destroy(error));
  file.pipe(unpacking);
  let bytes = 0;
  try {
    for await (const chunk of unpacking as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > Math.max(most.bytes, most.times * unpacking.bytesWritten)) throw new UnpacksToTooMuch();
      yield chunk;
    }
  } finally {
    file.destroy();
  }
}
