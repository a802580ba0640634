import type { Dataset } from '../job/dataset.ts';

/** The test images of those data sets that have one number of them. */
const testImages = { cifar100: 10_000, stl10: 8_000, 'tiny-imagenet': 10_000, 'nyu-depth': 654 } as const;

/** The step, in points, in which accuracies on a data set come, as they count its test images. */
export function accuracyStep(dataset: Dataset): number {
  return 100 / ('test' in dataset ? dataset.test : testImages[dataset.name]);
}
