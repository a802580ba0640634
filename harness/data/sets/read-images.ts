import type { UnpackedArchive } from '../fetch/unpacked.ts';
import { downsample, type Strides } from './downsample.ts';

const channels = 3;
const imagesAtOnce = 256;

/** How images lie in a file, one after the other: square, of three channels and eight bits. */
export interface StoredImages {
  /** In pixels. */
  side: number;
  layout: Strides;
}

/** How many bytes an image takes in its file. */
export const imageBytes = ({ side }: StoredImages) => side ** 2 * channels;

/**
 * Reads a file of images piece by piece, so that it is never in memory whole, and keeps them downsampled.
 * @param size the side that they are to have, of which the stored one is a multiple
 * @returns [images, size, size, 3], in memory that threads can share
 * @throws Problem where the file is not as it was unpacked
 */
export async function readImages(
  files: UnpackedArchive,
  name: string,
  stored: StoredImages,
  size: number,
): Promise<Uint8Array> {
  const bytes = imageBytes(stored);
  const downsampling = { layout: stored.layout, size, factor: stored.side / size };
  const images = new Uint8Array(new SharedArrayBuffer((files.bytesOf(name)! / bytes) * size ** 2 * channels));
  let place = 0;
  for await (const piece of files.readInPieces(name, imagesAtOnce * bytes)) {
    for (let start = 0; start < piece.length; start += bytes) {
      downsample(piece, start, downsampling, images, place);
      place += size ** 2 * channels;
    }
  }
  return images;
}
