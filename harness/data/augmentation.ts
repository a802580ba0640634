import type { RandomStream } from '../engine/random.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { labWriter, seenRows, type WritePixel } from './view.ts';

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
export function outcomes({ mirrors }: Pick<ImageData, 'mirrors'>): number {
  return (2 * padding + 1) ** 2 * (mirrors ? 2 : 1);
}

/** An outcome's number, counted from 0. */
export function outcomeOf({ row, column, mirror }: Move): number {
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

/** Writes a pixel's channels, each to (value / 255 - mean) / deviation. */
function plainWriter({ shape: [, , channels], mean, deviation }: Appearance): WritePixel {
  const tables = mean.map((mean, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / deviation[channel]!),
  );
  return (source, pixel, target, place) => {
    for (let channel = 0; channel < channels; channel++) {
      target[place + channel] = tables[channel]![source[pixel + channel]!]!;
    }
  };
}

type Appearance = Pick<ImageData, 'shape' | 'mean' | 'deviation' | 'view'>;

/** Makes batches of normalised images, [batch, height, width, channels], from images of eight bits, as their view shows them. */
export class Normaliser {
  #write: WritePixel;
  /** The rows that are seen, from the first to before the last. */
  #seen: readonly [number, number];

  constructor(readonly data: Appearance) {
    this.#write = labWriter(data.view) ?? plainWriter(data);
    this.#seen = seenRows(data.view, data.shape[0]);
  }

  /**
   * @param places of the images in the set
   * @param moves one for each image
   */
  batch({ images }: ImageSet, places: ArrayLike<number>, moves: (image: number) => Move): Float32Array {
    const [height, width, channels] = this.data.shape;
    const size = height * width * channels;
    const batch = new Float32Array(places.length * size);
    for (let image = 0; image < places.length; image++) {
      this.#draw(
        images.subarray(places[image]! * size, (places[image]! + 1) * size),
        moves(image),
        batch,
        image * size,
      );
    }
    return batch;
  }

  /** The crop pads with zeros before it normalises, as the reference does: the margin is black, not grey. */
  #draw(source: Uint8Array, { row, column, mirror }: Move, target: Float32Array, start: number): void {
    const [height, width, channels] = this.data.shape;
    const [firstRow, endRow] = this.#seen;
    const write = this.#write;
    let place = start;
    for (let y = 0; y < height; y++) {
      const fromY = y + row - padding;
      for (let x = 0; x < width; x++) {
        const fromX = (mirror ? width - 1 - x : x) + column - padding;
        const isSeen = fromY >= firstRow && fromY < endRow && fromX >= 0 && fromX < width;
        if (isSeen) write(source, (fromY * width + fromX) * channels, target, place);
        else write(black, 0, target, place);
        place += channels;
      }
    }
  }
}
