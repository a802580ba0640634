import type { DigitsDataset } from '../job/dataset.ts';
import { centredImages, centredShape } from './centred-images.ts';
import { digitsClasses, readDigitPackage } from './digit-package.ts';
import type { ImageData, ImageSet } from './image-set.ts';

/**
 * Handwritten digits, each in the middle of a 32x32 image.
 * @throws Problem where the package's files are not what they should be
 */
export async function loadDigits({ training, test }: DigitsDataset): Promise<ImageData> {
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
