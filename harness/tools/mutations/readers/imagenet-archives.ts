import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { gzippedTar } from '../../../data/sets/fixtures/gzipped-tar.ts';
import { unpackTraining, unpackValidation } from '../../../data/sets/imagenet/unpack-archives.ts';
import type { Reader } from '../sample.ts';
import { withChecksums } from './tar-checksums.ts';

const wnid = 'n01440764';
const tar = async (...entries: Parameters<typeof gzippedTar>[0]) => gunzipSync(await gzippedTar(entries));
const images = [1, 2].map((number) => ({ name: `${wnid}_${number}.JPEG`, contents: `image ${number}` }));
const training = await tar({ name: `${wnid}.tar`, contents: await tar(...images) });
const validation = await tar({ name: 'ILSVRC2012_val_00000001.JPEG', contents: 'an image' });

export const reader: Reader = {
  samples: [training, validation].flatMap((bytes) => [
    { bytes, form: 'bytes' },
    { bytes, form: 'bytes', whole: withChecksums },
  ]),
  async read(file, folder) {
    const path = join(folder, 'archive.tar');
    await writeFile(path, file);
    if (file.includes('ILSVRC')) await unpackValidation(path, folder, [wnid]);
    else await unpackTraining(path, folder);
  },
};
