import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateSync, gzipSync, inflateSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { devkitArchive, readGroundTruth } from '../../../data/sets/imagenet/ground-truth.ts';
import type { Reader } from '../sample.ts';

const meta = await readFile(join(import.meta.dirname, '../../../data/sets/imagenet/fixtures/meta.mat'));
const truth = '3\n1\n2\n1\n';

/** ImageNet's devkit with these files. */
async function devkit(contents: { meta?: Buffer; truth?: Buffer | string }): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'ILSVRC2012_devkit_t12/data/meta.mat' }, contents.meta ?? meta);
  const name = 'ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt';
  tar.entry({ name }, Buffer.from(contents.truth ?? truth));
  tar.finalize();
  return gzipSync(await buffer(tar), { level: 1 });
}

const [head, compressed] = [meta.subarray(0, 136), meta.subarray(136)];
const inner = inflateSync(compressed);

export const reader: Reader = {
  samples: [
    { bytes: meta, form: 'bytes', whole: (meta) => devkit({ meta }) },
    {
      bytes: inner,
      form: 'bytes',
      whole(inner) {
        const deflated = deflateSync(inner);
        const tag = Buffer.from(head);
        tag.writeUInt32LE(deflated.length, 132);
        return devkit({ meta: Buffer.concat([tag, deflated]) });
      },
    },
    { bytes: Buffer.from(truth.repeat(20)), form: 'bytes', whole: (truth) => devkit({ truth }) },
    { bytes: await devkit({}), form: 'bytes' },
  ],
  async read(file, folder) {
    await writeFile(join(folder, devkitArchive), file);
    await readGroundTruth(folder);
  },
};
