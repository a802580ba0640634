import type { Picture } from '../../images/picture.ts';
import { byTables, greys, histogram, type Operation } from './operation.ts';

/** Each channel is stretched to all of 0 to 255. */
export const autoContrast: Operation = (picture) =>
  byTables(picture, (channel) => {
    const counts = histogram(picture, channel);
    const [low, high] = [counts.findIndex((count) => count > 0), counts.findLastIndex((count) => count > 0)];
    if (high <= low) return identityTable;
    const scale = 255 / (high - low);
    return Uint8ClampedArray.from({ length: 256 }, (_, value) => Math.trunc(value * scale - low * scale));
  });

/** Each channel is made to have each value about equally often. */
export const equalise: Operation = (picture) =>
  byTables(picture, (channel) => {
    const counts = histogram(picture, channel);
    const present = counts.filter((count) => count > 0);
    const pixels = present.reduce((sum, count) => sum + count, 0);
    const step = Math.floor((pixels - present.at(-1)!) / 255);
    if (present.length <= 1 || step === 0) return identityTable;
    let below = Math.floor(step / 2);
    return Uint8ClampedArray.from(counts, (count) => {
      const value = Math.floor(below / step);
      below += count;
      return value;
    });
  });

/** Keeps that many of each value's bits, the highest ones; of a fraction the whole part counts. */
export const posterise: Operation = (picture, bits) => {
  const dropped = 8 - Math.max(1, Math.trunc(bits));
  return byTables(picture, () => identityTable.map((value) => (value >> dropped) << dropped));
};

/** Inverts the values from a threshold on. */
export const solarise: Operation = (picture, threshold) =>
  byTables(picture, () => identityTable.map((value) => (value < threshold ? value : 255 - value)));

/** From black at 0 to the picture at 1. */
export const brightness: Operation = (picture, share) => blend(new Uint8Array(picture.pixels.length), picture, share);

/** From grey at 0 to the picture at 1. */
export const saturation: Operation = (picture, share) => {
  const grey = greys(picture);
  return blend(
    picture.pixels.map((_, i) => grey[Math.floor(i / 3)]!),
    picture,
    share,
  );
};

/** From the mean grey at 0 to the picture at 1. */
export const contrast: Operation = (picture, share) => {
  const grey = greys(picture);
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  return blend(new Uint8Array(picture.pixels.length).fill(Math.trunc(mean + 0.5)), picture, share);
};

/** From the smoothed picture at 0 to the picture at 1; pixels of the border are not smoothed. */
export const sharpness: Operation = (picture, share) => {
  const { width, height, pixels } = picture;
  const smooth = pixels.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (dx: number, dy: number) => pixels[((y + dy) * width + x + dx) * 3 + channel]!;
        const around = at(-1, -1) + at(0, -1) + at(1, -1) + at(-1, 0) + at(1, 0) + at(-1, 1) + at(0, 1) + at(1, 1);
        smooth[(y * width + x) * 3 + channel] = Math.floor((around + 5 * at(0, 0)) / 13 + 0.5);
      }
    }
  }
  return blend(smooth, picture, share);
};

const identityTable = Uint8Array.from({ length: 256 }, (_, value) => value);

/** Between two pictures, in float32, without the fraction. */
function blend(from: Uint8Array, picture: Picture, share: number): Picture {
  const weight = Math.fround(share);
  const pixels = from.map((value, i) => Math.fround(value + Math.fround(weight * (picture.pixels[i]! - value))));
  return { ...picture, pixels };
}
