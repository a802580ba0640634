import type { Dataset } from '../job/dataset.ts';
import { loadDigits } from './digits.ts';
import type { ImageData } from './image-set.ts';

/** Every data set, by the name that suites use. */
const loaders: { [Name in Dataset['name']]: (dataset: Extract<Dataset, { name: Name }>) => Promise<ImageData> } = {
  digits: loadDigits,
};

export function loadData(dataset: Dataset): Promise<ImageData> {
  return loaders[dataset.name](dataset);
}
