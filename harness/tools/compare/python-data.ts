import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryProblem } from '../../base/files/temporary-folder.ts';
import type { ImageData, ImageSet } from '../../data/sets/image-set.ts';
import { pickle } from './pickle.ts';

/** The data set as the reference finds it. */
export interface PythonData {
  /** The folder with `cifar-100-python` in it. */
  folder: string;
  /** The md5 of each file. */
  hashes: { train: string; test: string; meta: string };
}

/**
 * Writes images in the form of CIFAR-100's Python version, which torchvision reads: a pickle with a row of planes an image and
 * the fine labels.
 * @param folder is made
 * @throws Problem where it cannot be written
 */
export async function writePythonData(folder: string, data: ImageData): Promise<PythonData> {
  const names = Array.from({ length: data.classes }, (_, label) => `class_${label}`);
  const files = {
    train: pickle(contentsOf(data.training)),
    test: pickle(contentsOf(data.test)),
    meta: pickle({ fine_label_names: names }),
  };
  const place = join(folder, 'cifar-100-python');
  try {
    await mkdir(place, { recursive: true });
    for (const [name, contents] of Object.entries(files)) await writeFile(join(place, name), contents);
  } catch (error) {
    throw temporaryProblem(error);
  }
  const md5 = (contents: Buffer) => createHash('md5').update(contents).digest('hex');
  return { folder, hashes: { train: md5(files.train), test: md5(files.test), meta: md5(files.meta) } };
}

const contentsOf = ({ images, labels }: ImageSet) => ({
  data: planesOf(images, labels.length),
  fine_labels: Array.from(labels),
});

const channels = 3;

/** Pixel by pixel as we have them, and the red, the green and the blue plane of each image as its publisher has them. */
function planesOf(images: Uint8Array, count: number): Uint8Array {
  const planes = new Uint8Array(images.length);
  const size = images.length / count;
  const plane = size / channels;
  for (let image = 0; image < images.length; image += size) {
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < plane; pixel++) {
        planes[image + channel * plane + pixel] = images[image + pixel * channels + channel]!;
      }
    }
  }
  return planes;
}
