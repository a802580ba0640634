import type { ImageSet } from './image-set.ts';
import { writeLab } from './lab.ts';
import type { View } from './view-schema.ts';

/**
 * The middle of what L, a and b can be for a colour of sRGB, and half the width: L is 0 to 100, a -86.183 to 98.233, b
 * -107.857 to 94.478 (HobbitLong/CMC, issue 4, by an author of the paper).
 */
const middle = [50, 6.025, -6.6895] as const;
const halfWidth = [50, 92.208, 101.1675] as const;

/** Which of L, a and b are seen. */
const seenChannels: { [view in View]?: readonly boolean[] } = {
  luminance: [true, false, false],
  chrominance: [false, true, true],
};

/**
 * Writes the three normalised values of some pixels, one after the other, from `target[place]` on.
 * @param start where the first one's own values begin in the source
 * @param stride from there to the next one's
 */
export type WritePixels<Target = Float32Array> = (
  source: Pixels,
  start: number,
  stride: number,
  target: Target,
  place: number,
  count: number,
) => void;

/** Values of pixels, pixel by pixel. */
export type Pixels = Uint8Array | Uint16Array;

/** What of a set of images a view is made from, and how many values that has for a pixel. */
export function pixelsOf({ images, depths }: ImageSet, view: View | undefined, channels: number): [Pixels, number] {
  if (view !== 'depth') return [images, channels];
  if (!depths) throw new Error('the depth of these images was not measured');
  return [depths, 1];
}

/**
 * How a view in Lab shows a pixel: L, a and b, each from -1 to 1, where what is not seen is 0, in the middle of what it
 * can be. Networks keep their three input channels that way (ours: not published). Undefined where a view is not in Lab.
 */
export function labWriter(view: View | undefined): WritePixels | undefined {
  const seen = view && seenChannels[view];
  return (
    seen &&
    ((source, start, stride, target, place, count) => {
      for (let pixel = 0; pixel < count; pixel++) {
        const [from, to] = [start + pixel * stride, place + 3 * pixel];
        writeLab(source[from]!, source[from + 1]!, source[from + 2]!, target, to);
        for (let channel = 0; channel < 3; channel++) {
          const value = target[to + channel]!;
          target[to + channel] = seen[channel] ? (value - middle[channel]!) / halfWidth[channel]! : 0;
        }
      }
    })
  );
}

/** The middle of what Kinect measures, 0 to 10 metres, in millimetres. */
const middleDepth = 5000;

/**
 * The writer of depths, from -1 to 1, where what is outside of the image is not farther than the camera. As in Lab, what a view
 * has not of the three channels is 0.
 */
export const writeDepths: WritePixels = (source, start, stride, target, place, count) => {
  for (let pixel = 0; pixel < count; pixel++) {
    target[place + 3 * pixel] = source[start + pixel * stride]! / middleDepth - 1;
  }
};

/** The rows of an image of that height which a view shows, from the first to before the last; the others are black. */
export function seenRows(view: View | undefined, height: number): readonly [number, number] {
  const half = Math.floor(height / 2);
  if (view === 'upper') return [0, half];
  return [view === 'lower' ? half : 0, height];
}
