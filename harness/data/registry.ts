import type { Dataset } from '../job/dataset.ts';
import { Problem } from '../problem.ts';
import { loadCifar100, openCifar100 } from './cifar100.ts';
import { loadDigits } from './digits.ts';
import { type AnyImageData, type ImageData, isInMemory } from './image-set.ts';
import { loadImagenet, openImagenet } from './imagenet/load.ts';
import { loadNyuDepth, openNyuDepth } from './nyu-depth.ts';
import { loadPairs } from './pairs.ts';
import { loadStl10, openStl10 } from './stl10.ts';
import { loadTinyImagenet, openTinyImagenet } from './tiny-imagenet.ts';

type Named = { [One in Dataset as One['name']]: One };

/** Every data set, by the name that suites use. */
const loaders: { [Name in keyof Named]: (dataset: Named[Name]) => Promise<AnyImageData> } = {
  digits: loadDigits,
  pairs: loadPairs,
  cifar100: loadCifar100,
  stl10: loadStl10,
  'tiny-imagenet': loadTinyImagenet,
  'nyu-depth': loadNyuDepth,
  imagenet: loadImagenet,
};

/**
 * Loads a data set: into memory, or where that would not hold it, the list of its files.
 * @throws Problem where the data set is not there, or damaged
 */
export function loadAnyData<Name extends keyof Named>(dataset: Named[Name]): Promise<AnyImageData> {
  return loaders[dataset.name as Name](dataset);
}

/**
 * Loads a data set into memory.
 * @throws Problem where the data set is not there, damaged, or too large
 */
export async function loadData(dataset: Dataset): Promise<ImageData> {
  return inMemory(await loadAnyData(dataset), dataset);
}

/** @throws Problem where the data set's images are not in memory */
export function inMemory(data: AnyImageData, { name }: Dataset): ImageData {
  if (isInMemory(data)) return data;
  throw new Problem(`the images of ${name} are too many for memory, which this needs`, 'Take another data set');
}

/**
 * Checks whether a data set is there at all, without reading it.
 * @throws Problem where it is not
 */
export async function findData(dataset: Dataset): Promise<void> {
  if (dataset.name === 'cifar100') await openCifar100(dataset);
  if (dataset.name === 'stl10') await openStl10(dataset);
  if (dataset.name === 'tiny-imagenet') await openTinyImagenet(dataset);
  if (dataset.name === 'nyu-depth') await openNyuDepth(dataset);
  if (dataset.name === 'imagenet') await openImagenet(dataset);
}
