import type { RandomStream } from '../../../model/engine/random.ts';
import type { Picture } from '../../images/picture.ts';
import { autoContrast, brightness, contrast, equalise, posterise, saturation, sharpness, solarise } from './colours.ts';
import { cutOut, rotate, shearX, shearY, translateX, translateY } from './geometry.ts';
import type { Operation } from './operation.ts';

const unchanged: Operation = (picture) => picture;

/** What may be done to a picture, and the magnitudes that it may have. */
export const operations: readonly [Operation, number, number][] = [
  [autoContrast, 0, 1],
  [brightness, 0.05, 0.95],
  [saturation, 0.05, 0.95],
  [contrast, 0.05, 0.95],
  [equalise, 0, 1],
  [unchanged, 0, 1],
  [posterise, 4, 8],
  [rotate, -30, 30],
  [sharpness, 0.05, 0.95],
  [shearX, -0.3, 0.3],
  [shearY, -0.3, 0.3],
  [solarise, 0, 256],
  [translateX, -0.3, 0.3],
  [translateY, -0.3, 0.3],
];

/** How many operations a picture gets, one after the other. */
const count = 2;

/** The greatest side of what is cut out, as a share of the width. */
const largestCut = 0.5;

/**
 * RandAugment as MLKD's code has it (sunshangquan/logit-standardization-KD@2ba3954, mdistiller/dataset/cifar100.py, which has it from
 * FixMatch): two operations, which may be the same, each of a magnitude that is drawn evenly, and a square that is cut out. That code
 * names a magnitude of 10 too, and does not read it.
 */
export function randAugment(picture: Picture, random: RandomStream): Picture {
  let augmented = picture;
  for (let i = 0; i < count; i++) {
    const [operation, least, most] = operations[random.integer(operations.length)]!;
    augmented = operation(augmented, least + (most - least) * random.uniform());
  }
  const side = largestCut * random.uniform() * picture.width;
  return cutOut(augmented, side, random.uniform() * picture.width, random.uniform() * picture.height);
}
