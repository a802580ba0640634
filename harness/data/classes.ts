import { type Dataset, tinyImagenetArchive } from '../job/dataset.ts';
import { cifar100Classes } from './cifar100.ts';
import { digitsClasses } from './digit-package.ts';
import { pairsClasses } from './pairs.ts';
import { stl10Classes } from './stl10.ts';

const tinyImagenetClasses = 200;

/** How many classes a data set has, without reading it; undefined where only its own archive says so. */
export function classesOf(dataset: Dataset): number | undefined {
  switch (dataset.name) {
    case 'digits':
      return digitsClasses;
    case 'pairs':
      return pairsClasses;
    case 'cifar100':
      return cifar100Classes;
    case 'stl10':
      return stl10Classes;
    case 'tiny-imagenet':
      return dataset.archive === tinyImagenetArchive ? tinyImagenetClasses : undefined;
    case 'nyu-depth':
    case 'imagenet':
      return dataset.classes;
  }
}
