import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** The hash by which files are known: sha256, in hexadecimal digits. */
export function sha256(...parts: (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** How a file may be known: by its sha256, or by an md5 where its publisher gives no better. */
export type HashAlgorithm = 'sha256' | 'md5';

/** The algorithm of a hash in hexadecimal digits. */
export const algorithmOf = (hash: string): HashAlgorithm => (hash.length === 32 ? 'md5' : 'sha256');

/** The hash of a file of any size. Errors are the system's. */
export async function hashOfFile(path: string, algorithm: HashAlgorithm): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}

/** The sha256 of a file of any size. Errors are the system's. */
export const sha256OfFile = (path: string) => hashOfFile(path, 'sha256');
