import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { commandLine } from '../../base/command-line.ts';
import { entryName } from '../../base/files/entry-name.ts';
import { gunzip } from '../../base/files/gunzip.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import type { WantedArchive } from './source.ts';

/** The folders in archives that people take for another one, by what those are. */
const versions: Record<string, string> = {
  'cifar-100-binary': "CIFAR-100's binary version",
  'cifar-100-python': "CIFAR-100's Python version",
  'cifar-100-matlab': "CIFAR-100's MATLAB version",
  'cifar-10-batches-bin': "CIFAR-10's binary version",
  'cifar-10-batches-py': "CIFAR-10's Python version",
  'cifar-10-batches-mat': "CIFAR-10's MATLAB version",
  stl10_binary: "STL-10's binary version",
  stl10_matlab: "STL-10's MATLAB version",
};

/** As what an entry tells an archive to be, where it is not that of the source. */
export function otherVersion(name: string, source: WantedArchive): string | undefined {
  const [folder = ''] = name.split('/');
  const isOwn = source.form === 'gzip' && folder === source.folder;
  return isOwn || !Object.hasOwn(versions, folder) ? undefined : versions[folder];
}

/** How many entries are looked at: the first says it, unless something stands before it. */
const mostEntries = 8;

/** The same of a gzipped tar archive, by its first entries; undefined too where it is none. */
export async function otherVersionIn(archive: string, source: WantedArchive): Promise<string | undefined> {
  const tar = extract();
  const reading = pipeline(gunzip(archive), tar).catch(() => {});
  let entries = 0;
  try {
    for await (const entry of tar) {
      const version = otherVersion(entryName(entry.header.name) ?? '', source);
      if (version !== undefined || ++entries === mostEntries) return version;
      entry.resume();
    }
  } catch {
    // Whoever asks has found already that it is not the right one.
  } finally {
    tar.destroy();
    await reading;
  }
  return undefined;
}

/** The Problem of an archive that is another one than it is taken for. */
export function wrongVersion(archive: string, version: string, { name, file, title }: WantedArchive): Problem {
  const fetches = `\`${commandLine(`data ${name}`)}\` fetches`;
  // One that lies where the right one would is taken instead of fetching it.
  const isInItsPlace = basename(archive) === file && !/^https?:/.test(archive);
  return new Problem(
    `${archive} is ${version}, and not the archive of ${title} that is read here`,
    isInItsPlace ? `Remove it: ${fetches} the right one` : `Take ${file}, which ${fetches}`,
    exitCode.data,
  );
}
