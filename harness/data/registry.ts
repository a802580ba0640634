import type { Dataset } from '../job/dataset.ts';
import { loadCifar100, openCifar100 } from './cifar100.ts';
import { loadDigits } from './digits.ts';
import type { ImageData } from './image-set.ts';
import { loadStl10, openStl10 } from './stl10.ts';
import { loadTinyImagenet, openTinyImagenet } from './tiny-imagenet.ts';

type Named = { [One in Dataset as One['name']]: One };

/** Every data set, by the name that suites use. */
const loaders: { [Name in keyof Named]: (dataset: Named[Name]) => Promise<ImageData> } = {
  digits: loadDigits,
  cifar100: loadCifar100,
  stl10: loadStl10,
  'tiny-imagenet': loadTinyImagenet,
};

/** @throws Problem where the data set is not there, or damaged */
export function loadData<Name extends keyof Named>(dataset: Named[Name]): Promise<ImageData> {
  return loaders[dataset.name as Name](dataset);
}

/**
 * Looks whether a data set is there at all, without reading it.
 * @throws Problem where it is not
 */
export async function findData(dataset: Dataset): Promise<void> {
  if (dataset.name === 'cifar100') await openCifar100(dataset);
  if (dataset.name === 'stl10') await openStl10(dataset);
  if (dataset.name === 'tiny-imagenet') await openTinyImagenet(dataset);
}
