import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { exitCode, Problem } from '../../base/problem.ts';
import { UnpackedArchive } from '../fetch/unpacked.ts';
import { archiveOption } from './archive-option.ts';
import { defineDataset } from './define-dataset.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { imagesIn } from './images-in.ts';

/** The sha256 of the archive that CIFAR-100's authors publish: `cifar-100-binary.tar.gz`. */
export const cifar100Archive = '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec';

const cifar100Classes = 100;
const side = 32;
const plane = side ** 2;
const channels = 3;
/** A record: the coarse label, the fine label, then the red, the green and the blue plane, row by row. */
const recordBytes = 2 + channels * plane;

/** The files of the archive that hold images. */
const cifar100Files = { training: 'train.bin', test: 'test.bin' } as const;

/** Mean and deviation of red, green and blue, as the authors' code has them (RepDistiller, dataset/cifar100.py). */
export const cifar100Normalisation = {
  mean: [0.5071, 0.4867, 0.4408],
  deviation: [0.2675, 0.2565, 0.2761],
} as const;

/** CIFAR-100's own split, with its 100 fine labels. */
const options = z.strictObject({
  name: z.literal('cifar100'),
  archive: archiveOption(cifar100Archive),
});
type Cifar100Dataset = z.output<typeof options>;

export const cifar100 = defineDataset({
  options,
  text: ({ archive }) => `CIFAR-100 (archive sha256 ${archive.slice(0, 8)})`,
  classes: () => cifar100Classes,
  trainingImages: (dataset) =>
    dataset.archive === cifar100Archive ? 50_000 : imagesIn(openCifar100(dataset), cifar100Files.training, recordBytes),
  testImages: () => 10_000,
  load: loadCifar100,
  find: openCifar100,
  // The binary version, from its authors' page: https://www.cs.toronto.edu/~kriz/cifar.html
  source: {
    title: 'CIFAR-100',
    address: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
    file: 'cifar-100-binary.tar.gz',
    bytes: 168_513_733,
    hash: cifar100Archive,
    form: 'gzip',
    folder: 'cifar-100-binary',
    required: Object.values(cifar100Files),
    optional: ['fine_label_names.txt', 'coarse_label_names.txt'],
    async check(unpacked, archive) {
      const count = async (file: string) =>
        checkRecords(await readFile(join(unpacked, file)), `${file} in ${archive}`).toLocaleString('en');
      const [training, test] = [await count(cifar100Files.training), await count(cifar100Files.test)];
      return `${training} training images and ${test} test images`;
    },
  },
});

/** @throws Problem where `npm run data cifar100` has not unpacked that archive */
function openCifar100({ name, archive }: Cifar100Dataset): Promise<UnpackedArchive> {
  return UnpackedArchive.open(name, archive, cifar100Archive);
}

/**
 * CIFAR-100 (Krizhevsky, "Learning multiple layers of features from tiny images", 2009) in its own split, with the fine
 * labels.
 * @throws Problem where `npm run data cifar100` has not unpacked that archive, or a file of it is damaged
 */
export async function loadCifar100(dataset: Cifar100Dataset): Promise<ImageData> {
  const files = await openCifar100(dataset);
  const read = async (file: string) => imagesOf(await files.read(file));
  const [training, test] = await Promise.all([read(cifar100Files.training), read(cifar100Files.test)]);
  return {
    classes: cifar100Classes,
    shape: [side, side, channels],
    ...cifar100Normalisation,
    mirrors: true,
    training,
    test,
  };
}

/**
 * Checks whether a file holds CIFAR-100's records.
 * @param where the file is, for people
 * @returns how many images it has
 * @throws Problem where it does not
 */
function checkRecords(file: Uint8Array, where: string): number {
  const refuse = (how: string) =>
    new Problem(`${where} ${how}`, 'Take the archive from its publisher, or one in its form', exitCode.data);
  if (file.length === 0) throw refuse('holds no image');
  if (file.length % recordBytes !== 0) {
    throw refuse(`has ${file.length} bytes, which are no whole records of ${recordBytes}`);
  }
  for (let record = 0; record < file.length; record += recordBytes) {
    const label = file[record + 1]!;
    if (label < cifar100Classes) continue;
    throw refuse(`gives image ${record / recordBytes} the label ${label}, and ${cifar100Classes - 1} is the last`);
  }
  return file.length / recordBytes;
}

/**
 * Takes records apart, in place: an image's planes become its pixels, and move to where the labels before them were. So
 * the images are in memory but once.
 */
function imagesOf(file: Uint8Array): ImageSet {
  const labels = new Int32Array(file.length / recordBytes);
  const planes = new Uint8Array(channels * plane);
  let place = 0;
  for (let image = 0; image < labels.length; image++) {
    const record = image * recordBytes;
    labels[image] = file[record + 1]!;
    planes.set(file.subarray(record + 2, record + recordBytes));
    for (let red = 0; red < plane; red++) {
      file[place++] = planes[red]!;
      file[place++] = planes[red + plane]!;
      file[place++] = planes[red + 2 * plane]!;
    }
  }
  return { images: new Uint8Array(file.buffer, file.byteOffset, place), labels };
}
