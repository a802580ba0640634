import sharp from 'sharp';
import { decodeJpegs } from '../../../data/fetch/decode-jpegs.ts';
import { middleCut } from '../../../data/images/cut.ts';
import { decode } from '../../../data/images/decode.ts';
import { Resampler } from '../../../data/images/resampler.ts';
import { RandomStream } from '../../../model/engine/random.ts';
import type { FileSample, Reader } from '../sample.ts';

const side = 64;
const random = new RandomStream(0, 'an image');
const pixels = Buffer.from(Array.from({ length: 3 * side ** 2 }, (_, i) => ((i >> 4) + random.integer(20)) & 255));
const image = () => sharp(pixels, { raw: { width: side, height: side, channels: 3 } });

const files = await Promise.all([
  image().jpeg({ quality: 60 }).toBuffer(),
  image().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  image().toColourspace('cmyk').jpeg().toBuffer(),
  image().greyscale().jpeg().toBuffer(),
  image().png().toBuffer(),
  image().png({ palette: true, progressive: true }).toBuffer(),
]);
/** The segment of a JPEG that says how large it is and what it is made of: SOF0 or SOF2 (ITU T.81, B.2.2). */
function frameIn(file: Buffer): FileSample {
  const start = Math.max(file.indexOf('\xff\xc0', 0, 'latin1'), file.indexOf('\xff\xc2', 0, 'latin1'));
  const end = start + 2 + file.readUInt16BE(start + 2);
  const whole = (frame: Buffer) => Buffer.concat([file.subarray(0, start), frame, file.subarray(end)]);
  return { bytes: file.subarray(start, end), form: 'bytes', whole };
}

const table = Array.from({ length: 3 }, () => new Float32Array(256));
const resampler = await Resampler.create(32, table);

export const reader: Reader = {
  samples: [...files.map((bytes): FileSample => ({ bytes, form: 'bytes' })), ...files.slice(0, 4).map(frameIn)],
  /** As ImageNet's are in training, then as Tiny ImageNet's are when it is unpacked. */
  async read(bytes) {
    const picture = await decode(bytes, 'n01440764_1.JPEG');
    if (picture.pixels.length !== 3 * picture.width * picture.height)
      throw new Error('it has other pixels than its size');
    resampler.draw(picture, middleCut(picture, 32), new Float32Array(3 * 32 ** 2), 0);
    for await (const pixels of decodeJpegs([{ name: 'val_1.JPEG', bytes }], side, 'archive.zip')) {
      if (pixels.length !== 3 * side ** 2) throw new Error(`it has ${pixels.length} numbers`);
    }
  },
};
