import turbo from '@julusian/jpeg-turbo';
import sharp from 'sharp';
import { exitCode, Problem } from '../../base/problem.ts';
import { jpegFrame } from './jpeg-frame.ts';
import type { Picture } from './picture.ts';

/**
 * Pixels of the largest image that is decoded: those of ImageNet have up to 61 million. A file of some bytes may say that it has
 * thousands of millions, and it is given the memory before it is read on.
 */
const mostPixels = 2 ** 26;
/** A progressive JPEG takes three times the memory. */
const mostProgressivePixels = 2 ** 25;

/**
 * Decodes an image file. A JPEG in grey or YCbCr is libjpeg-turbo's, with its fast integer DCT, whose values differ by a
 * level or two from those of the slower one that Pillow takes. What it refuses is libvips's: CMYK, a PNG under the name
 * of a JPEG (ImageNet has about twenty of the former and one of the latter), a JPEG with superfluous bytes.
 * @param path of the file, for messages
 * @throws Problem where it is no image, cut short or too large
 */
export async function decode(file: Buffer, path: string): Promise<Picture> {
  const { width = 0, height = 0, isProgressive } = jpegFrame(file) ?? {};
  if (width * height > (isProgressive ? mostProgressivePixels : mostPixels)) {
    throw undecodable(path, `it says that it has ${width}x${height} pixels`);
  }
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
    const image = sharp(file, { failOn: 'truncated', limitInputPixels: mostPixels })
      .toColourspace('srgb')
      .removeAlpha()
      .raw();
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: data };
  } catch (cause) {
    throw undecodable(path, (cause as Error).message, cause);
  }
}

function undecodable(path: string, why: string, cause?: unknown): Problem {
  const cure = "Take the file from the data set's archive again";
  return new Problem(`${path} cannot be decoded (${why})`, cure, exitCode.data, { cause });
}
