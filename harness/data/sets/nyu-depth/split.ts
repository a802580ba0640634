import runs from './training.json' with { type: 'json' };

/** How many images the official archive has. */
export const nyuDepthImages = 1449;

/**
 * The numbers, from 1, of the images to train on and to test with, of so many in the archive: of all 1,449, 795 and 654.
 * This is the split that the data set's authors use and publish (Silberman, Hoiem, Kohli, Fergus, ECCV 2012;
 * https://cs.nyu.edu/~silberman/datasets/nyu_depth_v2.html), as `splits.mat` in github.com/ankurhanda/nyuv2-meta-data has it;
 * the file here has the training images as runs, each by its first number and its last.
 */
export function nyuDepthSplit(images: number): { training: number[]; test: number[] } {
  const isTraining = (number: number) => runs.some(([first, last]) => first! <= number && number <= last!);
  const numbers = Array.from({ length: images }, (_, i) => i + 1);
  return { training: numbers.filter(isTraining), test: numbers.filter((number) => !isTraining(number)) };
}
