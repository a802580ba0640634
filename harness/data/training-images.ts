import type { UnpackedArchive } from '../fetch/unpacked.ts';
import {
  type Cifar100Dataset,
  cifar100Archive,
  type Dataset,
  type NyuDepthDataset,
  nyuDepthArchive,
  type Stl10Dataset,
  stl10Archive,
  type TinyImagenetDataset,
  tinyImagenetArchive,
} from '../job/dataset.ts';
import { cifar100Files, openCifar100, recordBytes } from './cifar100.ts';
import { nyuDepthFiles, nyuDepthImageBytes, openNyuDepth } from './nyu-depth.ts';
import { openStl10, stl10Files, stl10ImageBytes } from './stl10.ts';
import { openTinyImagenet, tinyImagenetFiles, tinyImagenetImageBytes } from './tiny-imagenet.ts';

/**
 * How many training images a data set has, without reading them; undefined where that takes an archive that is not
 * unpacked.
 */
export async function trainingImages(dataset: Dataset): Promise<number | undefined> {
  switch (dataset.name) {
    case 'digits':
    case 'pairs':
    case 'imagenet':
      return dataset.training;
    case 'cifar100':
      return ofCifar100(dataset);
    case 'stl10':
      return ofStl10(dataset);
    case 'tiny-imagenet':
      return ofTinyImagenet(dataset);
    case 'nyu-depth':
      return ofNyuDepth(dataset);
  }
}

async function ofCifar100(dataset: Cifar100Dataset): Promise<number | undefined> {
  if (dataset.archive === cifar100Archive) return 50_000;
  return count(openCifar100(dataset), cifar100Files.training, recordBytes);
}

async function ofStl10(dataset: Stl10Dataset): Promise<number | undefined> {
  if (dataset.archive === stl10Archive) return dataset.part === 'unlabelled' ? 100_000 : 5000;
  return count(openStl10(dataset), stl10Files[dataset.part].images, stl10ImageBytes);
}

async function ofTinyImagenet(dataset: TinyImagenetDataset): Promise<number | undefined> {
  if (dataset.archive === tinyImagenetArchive) return 100_000;
  return count(openTinyImagenet(dataset), tinyImagenetFiles.training.images, tinyImagenetImageBytes);
}

async function ofNyuDepth(dataset: NyuDepthDataset): Promise<number | undefined> {
  if (dataset.archive === nyuDepthArchive) return 795;
  return count(openNyuDepth(dataset), nyuDepthFiles.training.images, nyuDepthImageBytes);
}

/** How many images of that many bytes a file has; undefined where it was not unpacked. */
async function count(opening: Promise<UnpackedArchive>, file: string, bytes: number): Promise<number | undefined> {
  const files = await opening.catch(() => undefined);
  const all = files?.bytesOf(file);
  return all === undefined ? undefined : all / bytes;
}
