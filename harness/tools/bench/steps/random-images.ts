import type { ImageData, ImageSet } from '../../../data/sets/image-set.ts';
import { RandomStream } from '../../../model/engine/random.ts';

const classes = 100;
const shape = [32, 32, 3] as const;
const imageBytes = 32 * 32 * 3;

/** Noise, always the same, in the form of CIFAR-100: as large in memory, with as many images of each class as of any other. */
export function randomImages(images: number): ImageData {
  return {
    classes,
    shape,
    mean: [0.5071, 0.4867, 0.4408],
    deviation: [0.2675, 0.2565, 0.2761],
    mirrors: true,
    training: imageSet(images),
    test: imageSet(Math.ceil(images / 5)),
  };
}

function imageSet(count: number): ImageSet {
  const images = new Uint8Array(new SharedArrayBuffer(count * imageBytes));
  const random = new RandomStream(0, 'noise');
  const noise = Uint8Array.from({ length: 64 * imageBytes }, () => random.integer(256));
  for (let start = 0; start < images.length; start += noise.length) {
    images.set(noise.subarray(0, images.length - start), start);
  }
  return { images, labels: Int32Array.from({ length: count }, (_, image) => image % classes) };
}
