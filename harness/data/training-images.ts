import { type Cifar100Dataset, cifar100Archive, type Dataset } from '../job/dataset.ts';
import { cifar100Files, openCifar100, recordBytes } from './cifar100.ts';

/**
 * How many training images a data set has, without reading them; undefined where that takes an archive that is not
 * unpacked.
 */
export async function trainingImages(dataset: Dataset): Promise<number | undefined> {
  return dataset.name === 'digits' ? dataset.training : ofCifar100(dataset);
}

async function ofCifar100(dataset: Cifar100Dataset): Promise<number | undefined> {
  if (dataset.archive === cifar100Archive) return 50_000;
  const files = await openCifar100(dataset).catch(() => undefined);
  const bytes = files?.bytesOf(cifar100Files.training);
  return bytes === undefined ? undefined : bytes / recordBytes;
}
