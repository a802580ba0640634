import type { Picture } from '../../images/picture.ts';

/** Changes a picture, and gives another one of the same size. */
export type Operation = (picture: Picture, magnitude: number) => Picture;

/** A picture whose values come from another one's by a table of 256 for each channel. */
export function byTables(picture: Picture, tableOf: (channel: number) => ArrayLike<number>): Picture {
  const tables = [0, 1, 2].map(tableOf);
  return { ...picture, pixels: picture.pixels.map((value, i) => tables[i % 3]![value]!) };
}

/** How often each of the 256 values occurs in a channel. */
export function histogram({ pixels }: Picture, channel: number): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = channel; i < pixels.length; i += 3) counts[pixels[i]!]!++;
  return counts;
}

/** The greys of a picture's pixels, by ITU-R 601-2 in 16 bits. */
export function greys({ pixels }: Picture): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, i) => {
    const [red, green, blue] = [pixels[3 * i]!, pixels[3 * i + 1]!, pixels[3 * i + 2]!];
    return (red * 19_595 + green * 38_470 + blue * 7471 + 0x8000) >> 16;
  });
}
