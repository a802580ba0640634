import { join } from 'node:path';
import type { ZipArchive } from '../../../base/files/zip.ts';
import { createMeter } from '../../../base/terminal/meter.ts';
import { decodeJpegs } from '../../fetch/decode-jpegs.ts';
import type { ZipSource } from '../../fetch/source.ts';
import type { Manifest } from '../../fetch/unpacked.ts';
import { writeFile } from '../../fetch/write-file.ts';
import { tinyImagenetFiles, tinyImagenetSide } from './files.ts';
import { type LabelledImage, listTinyImagenet } from './list.ts';

const mostBytesOfImage = 2 ** 20;

/** Makes the files that the loader reads: of the images that have labels, decoded. */
export const convertTinyImagenet: ZipSource['convert'] = async (zip, { archive, isOfficial }, unpacked) => {
  const { classes, training, test } = listTinyImagenet(zip, archive, isOfficial);
  const files: Manifest['files'] = {};
  const write = async (name: string, chunks: Parameters<typeof writeFile>[1]) => {
    files[name] = await writeFile(join(unpacked, name), chunks);
  };
  const meter = createMeter('Tiny ImageNet', {
    start: 0,
    total: training.length + test.length,
    say: (images) => `${Math.round(images).toLocaleString('en')} images`,
  });
  let decoded = 0;
  async function* pixelsOf(images: LabelledImage[]) {
    for await (const pixels of decodeJpegs(jpegsOf(zip, images), tinyImagenetSide, archive)) {
      yield pixels;
      meter.show(++decoded);
    }
  }
  try {
    await write(tinyImagenetFiles.training.images, pixelsOf(training));
    await write(tinyImagenetFiles.test.images, pixelsOf(test));
  } finally {
    meter.close();
  }
  await write(tinyImagenetFiles.training.labels, [labelsOf(training)]);
  await write(tinyImagenetFiles.test.labels, [labelsOf(test)]);
  await write(tinyImagenetFiles.classes, [Buffer.from(classes.map((name) => `${name}\n`).join(''))]);
  const [first, second] = [training, test].map(({ length }) => length.toLocaleString('en'));
  return { files, holds: `${first} training images and ${second} test images of ${classes.length} classes` };
};

const labelsOf = (images: LabelledImage[]) => Uint8Array.from(images, ({ label }) => label);

function* jpegsOf(zip: ZipArchive, images: LabelledImage[]) {
  for (const { path } of images) yield { name: path, bytes: zip.read(path, mostBytesOfImage) };
}
