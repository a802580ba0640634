import type { RandomStream } from '../../model/engine/random.ts';
import type { Picture } from './picture.ts';

/** Which part of an image becomes a network's square of `size` pixels, and how. */
export interface Cut {
  /** The part that is taken, in the image's pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
  /** The size in pixels that it is brought to; the square is all of it, or a part. */
  scaledWidth: number;
  scaledHeight: number;
  /** Where in that the square begins. */
  squareLeft: number;
  squareTop: number;
  mirror: boolean;
}

type Sides = Pick<Picture, 'width' | 'height'>;

const smallestArea = 0.08;
const narrowest = 3 / 4;
const widest = 4 / 3;
const tries = 10;
/** torchvision's example tests on the middle 224 pixels of an image whose shorter side has 256. */
const shorterSide = 256 / 224;

/** What an image is trained on: torchvision's RandomResizedCrop and RandomHorizontalFlip as they are by themselves. */
export function randomCut(random: RandomStream, image: Sides, size: number): Cut {
  const part = randomPart(random, image);
  return {
    ...part,
    ...{ scaledWidth: size, scaledHeight: size, squareLeft: 0, squareTop: 0 },
    mirror: random.integer(2) === 1,
  };
}

/** What an image is tested on: torchvision's Resize of the shorter side, to 256 where `size` is 224, and CenterCrop. */
export function middleCut({ width, height }: Sides, size: number): Cut {
  const short = Math.round(size * shorterSide);
  const scaledWidth = width <= height ? short : Math.trunc((short * width) / height);
  const scaledHeight = width <= height ? Math.trunc((short * height) / width) : short;
  return {
    ...{ left: 0, top: 0, width, height, scaledWidth, scaledHeight },
    squareLeft: roundHalfEven((scaledWidth - size) / 2),
    squareTop: roundHalfEven((scaledHeight - size) / 2),
    mirror: false,
  };
}

function randomPart(random: RandomStream, image: Sides): Pick<Cut, 'left' | 'top' | 'width' | 'height'> {
  const area = image.width * image.height;
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  for (let attempt = 0; attempt < tries; attempt++) {
    const target = area * between(smallestArea, 1);
    const ratio = Math.exp(between(Math.log(narrowest), Math.log(widest)));
    const width = Math.round(Math.sqrt(target * ratio));
    const height = Math.round(Math.sqrt(target / ratio));
    if (width < 1 || width > image.width || height < 1 || height > image.height) continue;
    const top = random.integer(image.height - height + 1);
    return { top, left: random.integer(image.width - width + 1), width, height };
  }
  const width = Math.min(image.width, Math.round(image.height * widest));
  const height = Math.min(image.height, Math.round(image.width / narrowest));
  return { left: (image.width - width) >> 1, top: (image.height - height) >> 1, width, height };
}

/** Python's `round`, of numbers from 0. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
