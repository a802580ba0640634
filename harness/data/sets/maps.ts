import { type Move, originOf, type Seen } from './augmentation.ts';
import type { ImageData, ImageSet } from './image-set.ts';

/**
 * The classes of the pixels of augmented images, [batch x height x width], counted from 0; -1 where nobody knows them, as of what
 * is outside of an image.
 * @param places of the images in the set
 * @param moves one for each image
 */
export function drawMaps(
  { maps }: ImageSet,
  [height, width]: ImageData['shape'],
  places: ArrayLike<number>,
  moves: (image: number) => Move,
): Int32Array {
  if (!maps) throw new Error('the pixels of these images have no classes');
  const size = height * width;
  const seen: Seen = { width, rows: [0, height] };
  const drawn = new Int32Array(places.length * size);
  let place = 0;
  for (let image = 0; image < places.length; image++) {
    const first = places[image]! * size;
    const move = moves(image);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const origin = originOf(move, y, x, seen);
        drawn[place++] = origin < 0 ? -1 : maps[first + origin]! - 1;
      }
    }
  }
  return drawn;
}
