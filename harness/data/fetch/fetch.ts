import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storageProblem } from '../../base/files/files.ts';
import { lock } from '../../base/files/lock.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { removeLeftovers } from '../../base/files/partial-folder.ts';
import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { say } from '../../base/terminal/say.ts';
import { typedPath } from '../../base/typed-path.ts';
import { discard, download } from './download.ts';
import { dataVariable, unpackedFolder } from './folder.ts';
import type { WantedArchive } from './source.ts';
import { unpack } from './unpack.ts';
import { isWhole } from './unpacked.ts';
import { verify } from './verify.ts';

/** What the command line says beside the data set's name. */
export interface FetchOptions {
  /** The archive's address or path, instead of its publisher's address. */
  from?: string;
  /** The archive's sha256, where it is another one than the publisher's. */
  sha256?: string;
}

/**
 * Makes the files of an archive that loaders read. It is downloaded unless it lies in the data set's folder already, put there by
 * hand or by an earlier run; it is verified, unpacked and checked.
 * @throws Problem for the network, the disk, and an archive that is not what it should be
 */
export async function fetchArchive(official: WantedArchive, { from, sha256 }: FetchOptions): Promise<ExitCode> {
  const source = expectedOf(official, sha256);
  const place = placeOf(from);
  const target = unpackedFolder(source.name, source.hash);
  const folder = dirname(target);
  if (await isWhole(target, source.hash)) {
    console.log(`${source.title} is there already: ${target}`);
    return exitCode.done;
  }
  try {
    await makeFolder(folder);
    const release = await lock(folder);
    if (!release) {
      const message = `another command fetches ${source.title} into ${folder}`;
      throw new Problem(message, 'Wait until it ends, then run the same command again', exitCode.storage);
    }
    try {
      removeLeftovers(folder);
      const archive =
        place?.kind === 'path'
          ? await givenArchive(place.path, source)
          : await keptArchive(join(folder, source.file), { ...source, address: place?.address ?? source.address });
      say(`unpacking ${archive}`);
      const holds = await unpack(archive, source, target);
      console.log(`${source.title} is in ${target}: ${holds}`);
    } finally {
      release();
    }
  } catch (error) {
    throw storageProblem(error, folder, dataVariable);
  }
  return exitCode.done;
}

/** What the archive must be: the publisher's, or one with another hash. */
function expectedOf(source: WantedArchive, option: string | undefined): WantedArchive {
  const hash = option?.toLowerCase() ?? source.hash;
  if (option !== undefined && !/^[0-9a-f]{64}$/.test(hash)) {
    throw new Problem(`--sha256 is '${option}'`, 'It must be the 64 hexadecimal digits that `sha256sum` prints');
  }
  return hash === source.hash ? source : { ...source, hash, bytes: undefined, isOfficial: false };
}

type Place = { kind: 'address'; address: string } | { kind: 'path'; path: string };

function placeOf(from: string | undefined): Place | undefined {
  if (from === undefined) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(from)) return { kind: 'path', path: typedPath(from) };
  if (/^https?:/i.test(from) && URL.canParse(from)) return { kind: 'address', address: from };
  throw new Problem(`--from is '${from}'`, 'It must be an address with http or https, or the path of a file');
}

async function givenArchive(path: string, source: WantedArchive): Promise<string> {
  await verify(path, source, { cure: 'Give another archive with --from, or its sha256 with --sha256' });
  return path;
}

/** The archive in the data set's folder, which is downloaded where it is not there. */
async function keptArchive(path: string, source: WantedArchive): Promise<string> {
  if (existsSync(path)) {
    say(`taking ${path}`);
    await verify(path, source, { cure: 'Remove it, then run the same command again' });
    return path;
  }
  const part = `${path}.part`;
  await download(source, part);
  try {
    await verify(part, source, { name: source.address, cure: 'Give another address with --from' });
  } catch (error) {
    // There is nothing to continue from.
    if (error instanceof Problem) await discard(part);
    throw error;
  }
  await rename(part, path);
  await discard(part);
  return path;
}
