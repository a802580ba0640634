import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, root } from './place.mjs';

/**
 * A hash of all that decides what is compiled: of each source its path, its size and when it was changed. npm gives all files
 * of a package the same time, so that of those their contents count.
 */
export function stateOfSources() {
  const hash = createHash('sha256').update(process.version);
  const others = ['package.json', 'package-lock.json', 'tsconfig.json'].map((name) => join(root, name));
  for (const file of ['harness', 'scripts', 'suites'].flatMap((name) => sourcesIn(join(root, name))).concat(others)) {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    hash.update(`${file}\n${size} ${mtimeMs}\n`);
    if (isInstalled && size !== undefined) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.(tsx?|[cm]js|json)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : [];
  });
}
