import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRecords, cifar100Files } from '../data/cifar100.ts';
import { cifar100Archive } from '../job/dataset.ts';
import type { TarSource } from './source.ts';

/** CIFAR-100's binary version, from its authors' page: https://www.cs.toronto.edu/~kriz/cifar.html */
export const cifar100: TarSource = {
  name: 'cifar100',
  title: 'CIFAR-100',
  address: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
  file: 'cifar-100-binary.tar.gz',
  bytes: 168_513_733,
  hash: cifar100Archive,
  form: 'gzip',
  folder: 'cifar-100-binary',
  required: Object.values(cifar100Files),
  optional: ['fine_label_names.txt', 'coarse_label_names.txt'],
  isOfficial: true,
  async check(unpacked, archive) {
    const count = async (file: string) =>
      checkRecords(await readFile(join(unpacked, file)), `${file} in ${archive}`).toLocaleString('en');
    const [training, test] = [await count(cifar100Files.training), await count(cifar100Files.test)];
    return `${training} training images and ${test} test images`;
  },
};
