import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from '../../base/files/cache.ts';
import { replaceFile } from '../../base/files/files.ts';

const hashBytes = 32;

/**
 * What was decoded from files that are slow to read, kept in the cache folder for the next process. It is whole there or
 * decoded anew: its hash stands before it.
 * @param name of what is kept, with a number of its form
 * @param sources the files; it belongs to their names, sizes and times
 * @param decode makes it
 */
export async function decoded(
  name: string,
  sources: readonly string[],
  decode: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const file = await keptFile(name, sources).catch(() => undefined);
  const kept = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (kept?.subarray(0, hashBytes).equals(hashOf(kept.subarray(hashBytes)))) return kept.subarray(hashBytes);
  const bytes = await decode();
  // Where there is no room for it, it is decoded again next time.
  if (file) await replaceFile(file, Buffer.concat([hashOf(bytes), bytes])).catch(() => {});
  return bytes;
}

async function keptFile(name: string, sources: readonly string[]): Promise<string> {
  const identity = createHash('sha256').update(name);
  for (const source of sources) {
    const { size, mtimeMs } = await stat(source);
    identity.update(`${basename(source)} ${size} ${mtimeMs}\n`);
  }
  const folder = join(cacheFolder(process.env), 'decoded');
  await mkdir(folder).catch(() => {});
  return join(folder, `${name}-${identity.digest('hex').slice(0, 12)}`);
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
