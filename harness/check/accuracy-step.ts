import type { Dataset } from '../job/dataset.ts';

/** The step, in points, in which accuracies on a data set come, as they count its test images. */
export function accuracyStep(dataset: Dataset): number {
  return 100 / testImages(dataset);
}

/** Of an archive in the official one's form, as many as that has. */
function testImages(dataset: Dataset): number {
  switch (dataset.name) {
    case 'digits':
      return dataset.test;
    case 'stl10':
      return 8000;
    case 'cifar100':
    case 'tiny-imagenet':
      return 10_000;
  }
}
