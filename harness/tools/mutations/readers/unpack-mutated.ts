import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../base/problem.ts';
import type { WantedArchive } from '../../../data/fetch/source.ts';
import { unpack } from '../../../data/fetch/unpack.ts';
import { isWhole } from '../../../data/fetch/unpacked.ts';
import { verify } from '../../../data/fetch/verify.ts';

/**
 * Looks what is the matter with a data set's archive, and unpacks it: whole, or none of it is left.
 * @param folder an empty one for it
 */
export async function unpackMutated(file: Buffer, source: WantedArchive, folder: string): Promise<void> {
  const archive = join(folder, source.file);
  const target = join(folder, 'unpacked');
  await writeFile(archive, file);
  const refusal = await verify(archive, source, { cure: 'Give another one' }).catch((error: unknown) => error);
  if (!(refusal instanceof Problem)) throw refusal ?? new Error('it is taken for the publisher’s');
  try {
    await unpack(archive, { ...source, isOfficial: false }, target);
  } catch (error) {
    const left = (await readdir(folder)).filter((name) => name !== source.file);
    if (left.length > 0) throw new Error(`it leaves ${left.join(', ')} after ${error}`);
    throw error;
  }
  if (!(await isWhole(target, source.hash))) throw new Error('what is unpacked is not whole');
}
