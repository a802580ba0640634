import { z } from 'zod';
import { RandomStream } from '../../model/engine/random.ts';
import { centredImages, centredShape } from './centred-images.ts';
import { defineDataset } from './define-dataset.ts';
import { type DigitPackage, digitSize, digitsClasses, readDigitPackage } from './digit-package.ts';
import type { ImageData, ImageSet } from './image-set.ts';

const pairsClasses = digitsClasses ** 2;
const half = digitSize / 2;

/** Pairs of those digits side by side: 100 classes, as many images of each. */
const options = z.strictObject({
  name: z.literal('pairs'),
  /** How many pairs of the digits that are for training: a multiple of 100. */
  training: z.int().positive().max(50_000).multipleOf(100),
  /** How many pairs of the other digits are tested on: a multiple of 100. */
  test: z.int().positive().max(10_000).multipleOf(100),
});

export const pairs = defineDataset({
  options,
  text: ({ training, test }) =>
    `${training.toLocaleString('en')} pairs of MNIST's digits, tested on ${test.toLocaleString('en')} pairs of other digits`,
  classes: () => pairsClasses,
  trainingImages: ({ training }) => training,
  testImages: ({ test }) => test,
  load: loadPairs,
});

/**
 * Two handwritten digits side by side, each squeezed to half its width: the classes are 00 to 99. The classes take turns,
 * so that there are equally many images of each; of its two digits any may be drawn, seeded, from those that are trained
 * with, or tested with. A smaller set is the beginning of a larger one.
 * @throws Problem where the package's files are not what they should be
 */
export async function loadPairs({ training, test }: z.output<typeof options>): Promise<ImageData> {
  const digits = await readDigitPackage();
  return {
    classes: pairsClasses,
    shape: centredShape,
    // Of 20,000 training images with their black margin.
    mean: [0.1011, 0.1011, 0.1011],
    deviation: [0.2637, 0.2637, 0.2637],
    // A digit's mirror is no digit.
    mirrors: false,
    training: pairsOf(digits, digits.training, training, 'training pairs'),
    test: pairsOf(digits, digits.test, test, 'test pairs'),
  };
}

function pairsOf({ digit, labels }: DigitPackage, numbers: Int32Array, count: number, stream: string): ImageSet {
  const ofClass = Array.from({ length: digitsClasses }, (_, label) => numbers.filter((one) => labels[one] === label));
  const draw = (label: number, random: RandomStream) => digit(ofClass[label]![random.integer(ofClass[label]!.length)]!);
  return {
    images: centredImages(count, (image) => {
      const label = image % pairsClasses;
      const random = new RandomStream(0, stream, image);
      return sideBySide(draw(Math.floor(label / digitsClasses), random), draw(label % digitsClasses, random));
    }),
    labels: Int32Array.from({ length: count }, (_, image) => image % pairsClasses),
  };
}

/** Two digits instead of one: of two pixels beside each other, their mean. */
function sideBySide(left: Uint8Array, right: Uint8Array): Uint8Array {
  const values = new Uint8Array(digitSize ** 2);
  for (let y = 0; y < digitSize; y++) {
    for (let x = 0; x < digitSize; x++) {
      const from = y * digitSize + 2 * (x % half);
      const digit = x < half ? left : right;
      values[y * digitSize + x] = Math.round((digit[from]! + digit[from + 1]!) / 2);
    }
  }
  return values;
}
