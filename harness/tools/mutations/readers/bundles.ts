import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { contentsOf } from '../../../results/bundle/contents.ts';
import { bundleFiles } from '../../../results/bundle/description.ts';
import { withEvidence } from '../../../results/bundle/with-evidence.ts';
import { writeArchive } from '../../../results/bundle/write-archive.ts';
import type { Reader } from '../sample.ts';
import { gatherAll } from './suite-folder.ts';
import { withChecksums } from './tar-checksums.ts';

const all = await contentsOf(await gatherAll(), { made: new Map(), weights: false });
/** Few of the jobs' files, so that an archive is made in a moment. */
const jobFiles = all.filter(({ name }) => name.startsWith('results/')).slice(0, 2);
const description = all.find((one) => one.name === bundleFiles.description)!;
const path = join(await mkdtemp(join(tmpdir(), 'bundle-')), 'bundle.tar.gz');

async function bundle(text: string): Promise<Buffer> {
  await writeArchive(path, 'small', [{ name: description.name, contents: text }, ...jobFiles]);
  return readFile(path);
}

const text = 'contents' in description ? description.contents.toString() : '';
const archive = await bundle(text);
const tar = gunzipSync(archive);
const zip = (bytes: Buffer) => gzipSync(bytes, { level: 1 });

export const reader: Reader = {
  samples: [
    { bytes: archive, form: 'bytes' },
    { bytes: tar, form: 'bytes', whole: (tar) => zip(withChecksums(tar)) },
    { bytes: Buffer.from(text), form: 'json', whole: (part) => bundle(part.toString()) },
  ],
  async read(file, folder) {
    const path = join(folder, 'bundle.tar.gz');
    await writeFile(path, file);
    const before = await readdir(tmpdir());
    try {
      await withEvidence(path, folder, {}, async () => {});
    } finally {
      const left = (await readdir(tmpdir())).filter((name) => !before.includes(name));
      // biome-ignore lint/correctness/noUnsafeFinally: what is left is the graver fault.
      if (left.length > 0) throw new Error(`it leaves ${left.join(', ')}`);
    }
  },
};
