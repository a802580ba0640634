import { type Move, originOf, type SeenPart } from './augmentation.ts';
import type { ImageData, ImageSet } from './image-set.ts';

/**
 * The classes of the pixels of augmented images, [batch x height x width], counted from 0; -1 where nobody knows them, as of what
 * is outside of an image.
 * @param indices of the images in the set
 * @param moves one for each image
 */
export function drawPixelClasses(
  { pixelClasses }: ImageSet,
  [height, width]: ImageData['shape'],
  indices: ArrayLike<number>,
  moves: (image: number) => Move,
): Int32Array {
  if (!pixelClasses) throw new Error('the pixels of these images have no classes');
  const size = height * width;
  const seen: SeenPart = { width, rows: [0, height] };
  const drawn = new Int32Array(indices.length * size);
  let index = 0;
  for (let image = 0; image < indices.length; image++) {
    const first = indices[image]! * size;
    const move = moves(image);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const origin = originOf(move, y, x, seen);
        drawn[index++] = origin < 0 ? -1 : pixelClasses[first + origin]! - 1;
      }
    }
  }
  return drawn;
}
