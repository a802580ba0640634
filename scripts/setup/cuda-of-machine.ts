import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { say, warn } from '../../harness/base/terminal/say.ts';
import { typedPath } from '../../harness/base/typed-path.ts';
import { listIn } from '../../harness/base/validate/option.ts';

/** The environment variable with folders of CUDA's libraries that stand in for NVIDIA's wheels, with commas between. */
export const cudaVariable = 'REDISTILL_CUDA';

/** What TensorFlow 2.21 looks for: the names of CUDA 12 and of cuDNN 9. */
const wanted = [
  ...['libcublas.so.12', 'libcublasLt.so.12', 'libcudart.so.12', 'libcudnn.so.9', 'libcufft.so.11'],
  ...['libcupti.so.12', 'libcusolver.so.11', 'libcusparse.so.12', 'libnccl.so.2'],
];

/** The folders that the variable names; undefined where it is not set. */
export function foldersOfCuda({ [cudaVariable]: folders }: NodeJS.ProcessEnv): string[] | undefined {
  return listIn(folders || undefined)?.map(typedPath);
}

/**
 * Links these folders' libraries into a runtime that was installed without NVIDIA's. One of another version is tried under
 * the name that TensorFlow wants: `npm run doctor` shows whether that works.
 */
export function linkCuda(runtime: string, folders: readonly string[]): void {
  const found = librariesIn(folders);
  const standIns = wanted.flatMap((name) => {
    const other = found.has(name) ? undefined : otherVersion(name, found);
    return other === undefined ? [] : [[name, other] as const];
  });
  const links = new Map([...found, ...standIns]);
  const note = join(runtime, 'nvidia/links.json');
  const text = JSON.stringify(Object.fromEntries(links), undefined, 2);
  if (existsSync(note) && readFileSync(note, 'utf8') === text) return;
  for (const [name, path] of standIns) say(`${path} stands in for ${name}`);
  const missing = wanted.filter((name) => !links.has(name));
  if (missing.length > 0) warn(`${cudaVariable}=${folders.join(',')} has no ${missing.join(', ')}`);

  const partial = join(runtime, `nvidia.${process.pid}`);
  // One of its two libraries looks into the folder of cuSOLVER's wheel alone, the other into the folders of all other wheels.
  const place = join(partial, 'cublas/lib');
  mkdirSync(place, { recursive: true });
  symlinkSync('cublas', join(partial, 'cusolver'));
  for (const [name, path] of links) symlinkSync(path, join(place, name));
  writeFileSync(join(partial, 'links.json'), text);
  rmSync(join(runtime, 'nvidia'), { recursive: true, force: true });
  renameSync(partial, join(runtime, 'nvidia'));
}

/**
 * The shared libraries in these folders, and in the `lib` of each folder in them, where Python's packages have theirs:
 * from name to path. Of two with a name the first counts.
 */
function librariesIn(folders: readonly string[]): Map<string, string> {
  const places = folders.flatMap((folder) => [folder, ...namesIn(folder).map((name) => join(folder, name, 'lib'))]);
  const paths = places.flatMap((place) =>
    namesIn(place)
      .filter((name) => /^lib.+\.so(\.\d+)*$/.test(name))
      .map((name) => [name, join(place, name)] as const),
  );
  return new Map(paths.toReversed());
}

/** The path of the newest `libcublas.so.13` and the like for `libcublas.so.12`. */
function otherVersion(name: string, found: ReadonlyMap<string, string>): string | undefined {
  const stem = name.replace(/\d+$/, '');
  const versions = [...found.keys()].filter(
    (other) => other.startsWith(stem) && /^\d+$/.test(other.slice(stem.length)),
  );
  const [newest] = versions.toSorted((a, b) => Number(b.slice(stem.length)) - Number(a.slice(stem.length)));
  return newest && found.get(newest);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
