import type { RandomStream } from '../../model/engine/random.ts';
import type { Picture } from '../images/picture.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { labWriter, type Pixels, pixelsOf, seenRows, type WritePixels, writeDepths } from './view.ts';

/** The crop's zero padding on each side, in pixels (paper, CIFAR-100). */
const padding = 4;

/** One outcome of the augmentation: where the crop starts in the padded image, and whether it is mirrored afterwards. */
export interface Move {
  /** 0 to 8 */
  row: number;
  /** 0 to 8 */
  column: number;
  mirror: boolean;
}

/** No crop and no mirror: what test images get. */
export const still: Move = { row: padding, column: padding, mirror: false };

export function drawMove(random: RandomStream, { mirrors }: Pick<ImageData, 'mirrors'>): Move {
  const row = random.integer(2 * padding + 1);
  const column = random.integer(2 * padding + 1);
  return { row, column, mirror: mirrors && random.integer(2) === 1 };
}

/** How many outcomes the augmentation has: 162 with mirrors, 81 without. */
export function augmentationOutcomes({ mirrors }: Pick<ImageData, 'mirrors'>): number {
  return (2 * padding + 1) ** 2 * (mirrors ? 2 : 1);
}

/** An outcome's number, counted from 0. */
export function augmentationOutcome({ row, column, mirror }: Move): number {
  const crops = (2 * padding + 1) ** 2;
  return row * (2 * padding + 1) + column + (mirror ? crops : 0);
}

/** The outcome of that number. */
export function moveOf(outcome: number): Move {
  const crops = (2 * padding + 1) ** 2;
  const crop = outcome % crops;
  return { row: Math.floor(crop / (2 * padding + 1)), column: crop % (2 * padding + 1), mirror: outcome >= crops };
}

/** What is outside of an image, and what a view does not show of it. */
const black = new Uint8Array(3);

/** Writes pixels' three channels, each to (value / 255 - mean) / deviation. */
function plainWriter({ mean, deviation }: Appearance): WritePixels {
  const [red, green, blue] = mean.map((mean, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / deviation[channel]!),
  ) as [Float32Array, Float32Array, Float32Array];
  return (source, start, stride, target, place, count) => {
    let [from, to] = [start, place];
    for (let pixel = 0; pixel < count; pixel++) {
      target[to++] = red[source[from]!]!;
      target[to++] = green[source[from + 1]!]!;
      target[to++] = blue[source[from + 2]!]!;
      from += stride;
    }
  };
}

/** Copies pixels' three channels as they are. */
const copyPixels: WritePixels<Uint8Array> = (source, start, stride, target, place, count) => {
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      target[place + 3 * pixel + channel] = source[start + pixel * stride + channel]!;
  }
};

function writerOf(data: Appearance): WritePixels {
  return data.view === 'depth' ? writeDepths : (labWriter(data.view) ?? plainWriter(data));
}

/** The part of an image that is seen: its width in pixels, and its rows from the first to before the last. */
export interface SeenPart {
  width: number;
  rows: readonly [number, number];
}

/**
 * Where a pixel of an augmented image comes from, counted over the image's own pixels; -1 where that is outside of what is seen
 * of it.
 */
export function originOf({ row, column, mirror }: Move, y: number, x: number, { width, rows }: SeenPart): number {
  const fromY = y + row - padding;
  const fromX = (mirror ? width - 1 - x : x) + column - padding;
  return fromY >= rows[0] && fromY < rows[1] && fromX >= 0 && fromX < width ? fromY * width + fromX : -1;
}

type Appearance = Pick<ImageData, 'shape' | 'mean' | 'deviation' | 'view'>;

/** Makes batches of normalised images, [batch, height, width, channels], as their view shows them. */
export class Normaliser {
  #write: WritePixels;
  #seen: SeenPart;

  constructor(readonly data: Appearance) {
    const { view, shape } = data;
    this.#write = writerOf(data);
    this.#seen = { width: shape[1], rows: seenRows(view, shape[0]) };
  }

  /**
   * @param indices of the images in the set
   * @param moves one for each image
   */
  batch(set: ImageSet, indices: ArrayLike<number>, moves: (image: number) => Move): Float32Array {
    const { shape, view } = this.data;
    const [height, width, channels] = shape;
    const [pixels, values] = pixelsOf(set, view, channels);
    const [size, stored] = [channels, values].map((each) => height * width * each) as [number, number];
    const batch = new Float32Array(indices.length * size);
    for (let image = 0; image < indices.length; image++) {
      const source = pixels.subarray(indices[image]! * stored, (indices[image]! + 1) * stored);
      this.#draw(source, values, moves(image), this.#write, batch, image * size);
    }
    return batch;
  }

  /**
   * The same of images that are changed after their moves. Not of depths.
   * @param change is asked for each image in turn
   */
  changedBatch(
    { images }: ImageSet,
    indices: ArrayLike<number>,
    moves: (image: number) => Move,
    change: (picture: Picture) => Picture,
  ): Float32Array {
    const [height, width, channels] = this.data.shape;
    const size = height * width * channels;
    const batch = new Float32Array(indices.length * size);
    for (let image = 0; image < indices.length; image++) {
      const source = images.subarray(indices[image]! * size, (indices[image]! + 1) * size);
      const pixels = new Uint8Array(size);
      this.#draw(source, channels, moves(image), copyPixels, pixels, 0);
      const changed = change({ width, height, pixels });
      this.#write(changed.pixels, 0, channels, batch, image * size, height * width);
    }
    return batch;
  }

  /** The crop pads with zeros before it normalises, as the reference does: the margin is black, not grey. */
  #draw<Target>(
    source: Pixels,
    values: number,
    { row, column, mirror }: Move,
    write: WritePixels<Target>,
    target: Target,
    start: number,
  ): void {
    const [height, width, channels] = this.data.shape;
    const { rows } = this.#seen;
    // Which columns come from the image: the others are outside of it. See `originOf`.
    const shift = mirror ? column - padding : padding - column;
    const [first, last] = [Math.max(0, shift), Math.min(width, width + shift)];
    const origin = mirror ? width - 1 - first + shift : first - shift;
    const stride = mirror ? -values : values;
    for (let y = 0; y < height; y++) {
      const fromY = y + row - padding;
      const place = start + y * width * channels;
      if (fromY < rows[0] || fromY >= rows[1]) {
        write(black, 0, 0, target, place, width);
        continue;
      }
      write(black, 0, 0, target, place, first);
      const from = (fromY * width + origin) * values;
      write(source, from, stride, target, place + first * channels, last - first);
      write(black, 0, 0, target, place + last * channels, width - last);
    }
  }
}
