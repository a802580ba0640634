/** How pip is asked for a wheel. Plain JavaScript, as start.mjs is: on a fresh clone TensorFlow is fetched beside `npm ci`. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** The kinds of Linux that the pinned wheels name. pip compares these names letter by letter. */
const platforms = ['2_28', '2_27', '2_17', '2014', '2010', '1'].map((glibc) =>
  glibc.includes('_') ? `manylinux_${glibc}_x86_64` : `manylinux${glibc}_x86_64`,
);

// TensorFlow's C library does not depend on Python: the wheel for 3.12 serves whatever Python is installed.
const target = [
  '--no-deps',
  '--only-binary=:all:',
  '--python-version=3.12',
  ...platforms.map((platform) => `--platform=${platform}`),
];

export function pipDownload({ name, version, sha256 }, folder, environment) {
  mkdirSync(folder, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${name}==${version} --hash=sha256:${sha256}\n`);
  const command = ['download', ...target, '--require-hashes', '-r', requirements, '-d', folder];
  return {
    args: [...command, '--disable-pip-version-check'],
    // pip's temporary copy goes to the cache's disk too: /tmp is often a small one in memory.
    env: { ...environment, TMPDIR: folder, PIP_REQUIRE_VIRTUALENV: '0' },
  };
}

// Named as harness/base/files/partial-folder.ts does it, so that a later set-up removes what a killed process has left.
export function aheadFolder(cache, { sha256 }) {
  return join(cache, `.partial-${hostname()}-${process.pid}-${sha256}`);
}

export function wheelIn(folder) {
  try {
    const name = readdirSync(folder).find((file) => file.endsWith('.whl'));
    return name && join(folder, name);
  } catch {
    return undefined;
  }
}
