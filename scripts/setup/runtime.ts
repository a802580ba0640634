import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheVariable } from '../../harness/base/files/cache.ts';
import { storageProblem } from '../../harness/base/files/files.ts';
import { makePartialFolder } from '../../harness/base/files/partial-folder.ts';
import { isSystemError } from '../../harness/base/problem.ts';
import { size } from '../../harness/base/size.ts';
import { say } from '../../harness/base/terminal/say.ts';
import { checkSpace } from './cache.ts';
import { download } from './download.ts';
import { aheadFolder, wheelIn } from './pip.mjs';
import { type UnpackedFile, unpack } from './unpack.ts';
import { moveUnpacked, unpackedAhead } from './unpacked-ahead.ts';
import { spaceFor, type Wheel } from './wheels.ts';

/** The list of what a runtime folder holds, written last: a folder without it is not whole. */
interface Manifest {
  wheels: string[];
  files: UnpackedFile[];
}

/** The folder of these wheels in the cache, named after everything that decides what is in it. */
export function runtimeFolder(cache: string, wheels: readonly Wheel[]): string {
  const [first] = wheels;
  const identity = wheels.map(({ name, version, sha256, parts }) => [name, version, sha256, parts]);
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 12);
  return join(cache, `${first?.name}-${first?.version}-${hash}`);
}

/** Is everything there that its manifest names? Looks at sizes only, in a few milliseconds. */
export function isWhole(runtime: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(runtime, 'manifest.json'), 'utf8')) as Manifest;
    return manifest.files.every(({ path, size }) => statSync(join(runtime, path)).size === size);
  } catch {
    return false;
  }
}

/**
 * Fetches and unpacks the wheels, and puts the runtime where it belongs when it is whole: a set-up that is killed
 * leaves nothing that could be taken for one, and of two at once the first one's is kept.
 * @throws Problem for the disk, the network and a wheel that is not the pinned one
 */
export async function installRuntime(
  cache: string,
  wheels: readonly Wheel[],
  pipArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  let partial: string | undefined;
  try {
    const missing = wheels.filter((wheel) => !unpackedAhead(aheadFolder(cache, wheel), wheel.parts));
    checkSpace(cache, spaceFor(missing));
    partial = makePartialFolder(cache);
    const unpacked = join(partial, 'runtime');
    mkdirSync(unpacked);
    const manifest: Manifest = { wheels: wheels.map(({ name, version }) => `${name} ${version}`), files: [] };
    for (const wheel of wheels) {
      const ahead = aheadFolder(cache, wheel);
      const there = unpackedAhead(ahead, wheel.parts);
      if (there) {
        moveUnpacked(there, ahead, unpacked);
        manifest.files.push(...there);
        rmSync(ahead, { recursive: true });
        continue;
      }
      const file = wheelIn(ahead) ?? (await download(wheel, join(partial, 'wheel'), pipArguments, environment));
      say(`unpacking ${wheel.name} (${size(wheel.unpackedBytes)})`);
      manifest.files.push(...(await unpack(file, unpacked, wheel.parts)));
      rmSync(dirname(file), { recursive: true });
    }
    writeFileSync(join(unpacked, 'manifest.json'), JSON.stringify(manifest, undefined, 2));
    settle(unpacked, runtimeFolder(cache, wheels), join(partial, 'damaged'));
  } catch (error) {
    throw storageProblem(error, cache, cacheVariable);
  } finally {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
  }
}

/** Renames the unpacked runtime to its place; a damaged one that lies there is moved aside, a whole one stays. */
function settle(unpacked: string, runtime: string, aside: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(unpacked, runtime);
      return;
    } catch (error) {
      if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR') || attempt === 10) throw error;
    }
    if (isWhole(runtime)) return;
    try {
      renameSync(runtime, `${aside}-${attempt}`);
    } catch (error) {
      // Another set-up has moved it aside at the same moment.
      if (!isSystemError(error, 'ENOENT')) throw error;
    }
  }
}
