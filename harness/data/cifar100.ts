import { UnpackedArchive } from '../fetch/unpacked.ts';
import { type Cifar100Dataset, cifar100Archive } from '../job/dataset.ts';
import { exitCode, Problem } from '../problem.ts';
import type { ImageData, ImageSet } from './image-set.ts';

export const cifar100Classes = 100;
const side = 32;
const plane = side ** 2;
const channels = 3;
/** A record: the coarse label, the fine label, then the red, the green and the blue plane, row by row. */
export const recordBytes = 2 + channels * plane;

/** The files of the archive that hold images. */
export const cifar100Files = { training: 'train.bin', test: 'test.bin' } as const;

/** Mean and deviation of red, green and blue, as the authors' code has them (RepDistiller, dataset/cifar100.py). */
export const cifar100Normalisation = {
  mean: [0.5071, 0.4867, 0.4408],
  deviation: [0.2675, 0.2565, 0.2761],
} as const;

/** @throws Problem where `npm run data cifar100` has not unpacked that archive */
export function openCifar100({ name, archive }: Cifar100Dataset): Promise<UnpackedArchive> {
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
export function checkRecords(file: Uint8Array, where: string): number {
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
