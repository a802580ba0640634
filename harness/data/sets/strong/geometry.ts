import type { Picture } from '../../images/picture.ts';
import type { Operation } from './operation.ts';

/** Counter-clockwise around the middle, by degrees. */
export const rotate: Operation = (picture, degrees) => {
  const angle = (-degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [picture.width / 2, picture.height / 2];
  return moved(picture, [
    [cosine, sine, x - cosine * x - sine * y],
    [-sine, cosine, y + sine * x - cosine * y],
  ]);
};

export const shearX: Operation = (picture, slope) =>
  moved(picture, [
    [1, slope, 0],
    [0, 1, 0],
  ]);

export const shearY: Operation = (picture, slope) =>
  moved(picture, [
    [1, 0, 0],
    [slope, 1, 0],
  ]);

/** By a share of the width, to the left where it is positive. */
export const translateX: Operation = (picture, share) =>
  moved(picture, [
    [1, 0, share * picture.width],
    [0, 1, 0],
  ]);

/** By a share of the height, upwards where it is positive. */
export const translateY: Operation = (picture, share) =>
  moved(picture, [
    [1, 0, 0],
    [0, 1, share * picture.height],
  ]);

/** What covers a part of a picture: about the mean of ImageNet's colours. */
const cover = [125, 123, 114] as const;

/**
 * Covers a square, as far as it is within the picture.
 * @param side in pixels
 * @param x of its middle, in pixels
 */
export function cutOut(picture: Picture, side: number, x: number, y: number): Picture {
  const { width, height } = picture;
  const [left, top] = [Math.trunc(Math.max(0, x - side / 2)), Math.trunc(Math.max(0, y - side / 2))];
  const pixels = picture.pixels.slice();
  for (let row = top; row <= Math.min(height - 1, top + side); row++)
    for (let column = left; column <= Math.min(width - 1, left + side); column++)
      pixels.set(cover, (row * width + column) * 3);
  return { ...picture, pixels };
}

/** The origin of a pixel's middle: its x and its y, each from x, y and 1. */
type Affine = readonly [readonly [number, number, number], readonly [number, number, number]];

/** A picture whose pixels are those that are nearest to their origins, in steps of 1/65,536; black where there are none. */
function moved(picture: Picture, origin: Affine): Picture {
  const { width, height, pixels } = picture;
  const [[xx, xy, x1], [yx, yy, y1]] = origin.map(([byX, byY, by1]) =>
    [byX, byY, by1 + byX / 2 + byY / 2].map((each) => Math.floor(each * 65_536 + 0.5)),
  ) as unknown as Affine;
  const target = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = Math.floor((xx * x + xy * y + x1) / 65_536);
      const fromY = Math.floor((yx * x + yy * y + y1) / 65_536);
      if (fromX < 0 || fromX >= width || fromY < 0 || fromY >= height) continue;
      const from = (fromY * width + fromX) * 3;
      target.set(pixels.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { ...picture, pixels: target };
}
