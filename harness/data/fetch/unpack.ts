import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { algorithmOf, hashOfFile } from '../../base/files/hash.ts';
import { makePartialFolder } from '../../base/files/partial-folder.ts';
import { isSystemError } from '../../base/problem.ts';
import { Hdf5File } from './hdf5.ts';
import { openZip } from './open-zip.ts';
import type { Converted, WantedArchive } from './source.ts';
import { unpackTar } from './tar.ts';
import { type Manifest, manifestName } from './unpacked.ts';

/**
 * Unpacks a verified archive, all or nothing: a folder that is there is replaced when the new one is whole and checked.
 * @param target the folder for the files and their manifest
 * @returns what they hold, in words
 * @throws Problem where something else is in the archive than belongs there; else the system's errors
 */
export async function unpack(archive: string, source: WantedArchive, target: string): Promise<string> {
  const partial = makePartialFolder(dirname(target));
  try {
    const unpacked = join(partial, 'unpacked');
    await mkdir(unpacked);
    const { files, holds } = await filesOf(archive, source, unpacked);
    const manifest: Manifest = {
      archive: source.hash,
      ...(algorithmOf(source.hash) !== 'sha256' && { sha256: await hashOfFile(archive, 'sha256') }),
      files,
    };
    await writeFile(join(unpacked, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, { flush: true });
    await rename(target, join(partial, 'replaced')).catch((error) => {
      if (!isSystemError(error, 'ENOENT')) throw error;
    });
    await rename(unpacked, target);
    return holds;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function filesOf(archive: string, source: WantedArchive, unpacked: string): Promise<Converted> {
  if (source.form === 'zip') return source.convert(await openZip(archive), { ...source, archive }, unpacked);
  if (source.form === 'hdf5') {
    const file = await Hdf5File.open(archive);
    try {
      return await source.convert(file, { archive }, unpacked);
    } finally {
      file.close();
    }
  }
  const files = await unpackTar(archive, source, unpacked);
  return { files, holds: await source.check(unpacked, archive) };
}
