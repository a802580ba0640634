import { digitSize } from './digit-package.ts';

const imageSize = 32;
const margin = (imageSize - digitSize) / 2;
const channels = 3;

/** [height, width, channels] */
export const centredShape = [imageSize, imageSize, channels] as const;

/**
 * Images of 32x32, black but for 28x28 grey values in the middle, the same in all channels.
 * @param values of an image by its number, row by row, from 0 to 255
 */
export function centredImages(count: number, values: (image: number) => Uint8Array): Uint8Array {
  const images = new Uint8Array(count * imageSize ** 2 * channels);
  for (let image = 0; image < count; image++) {
    const grey = values(image);
    for (let y = 0; y < digitSize; y++) {
      for (let x = 0; x < digitSize; x++) {
        const pixel = (image * imageSize + y + margin) * imageSize + x + margin;
        images.fill(grey[y * digitSize + x]!, pixel * channels, (pixel + 1) * channels);
      }
    }
  }
  return images;
}
