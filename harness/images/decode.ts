import turbo from '@julusian/jpeg-turbo';
import sharp from 'sharp';
import { exitCode, Problem } from '../problem.ts';
import type { Picture } from './picture.ts';

/**
 * Decodes an image file. A JPEG in grey or YCbCr is libjpeg-turbo's, with its fast integer DCT, whose values differ by a
 * level or two from those of the slower one that Pillow takes. What it refuses is libvips's: CMYK, a PNG under the name
 * of a JPEG (ImageNet has about twenty of the former and one of the latter), a JPEG with superfluous bytes.
 * @param path of the file, for messages
 * @throws Problem where it is no image, or cut short
 */
export async function decode(file: Buffer, path: string): Promise<Picture> {
  try {
    const { data, width, height } = turbo.decompressSync(file, { format: turbo.FORMAT_RGB });
    return { width, height, pixels: data };
  } catch {
    return decodeAny(file, path);
  }
}

async function decodeAny(file: Buffer, path: string): Promise<Picture> {
  try {
    // As Pillow does, it takes a JPEG with superfluous bytes, and none that is cut short.
    const image = sharp(file, { failOn: 'truncated' }).toColourspace('srgb').removeAlpha().raw();
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: data };
  } catch (cause) {
    const message = `${path} cannot be decoded (${(cause as Error).message})`;
    throw new Problem(message, "Take the file from the data set's archive again", exitCode.data, { cause });
  }
}
