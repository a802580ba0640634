import { type Dataset, testImages } from '../job/dataset.ts';

/** The step, in points, in which accuracies on a data set come, as they count its test images. */
export function accuracyStep(dataset: Dataset): number {
  return 100 / testImages(dataset);
}
