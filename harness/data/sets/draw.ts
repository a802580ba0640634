import type { Augmented } from '../../model/distillers/augmented.ts';
import type { RandomStream } from '../../model/engine/random.ts';
import { augmentationOutcome, drawMove, type Move, Normaliser, still } from './augmentation.ts';
import type { Batch, BatchSource } from './batch.ts';
import { FileReader } from './file-reader.ts';
import { type FileImageData, type ImageData, isInMemory } from './image-set.ts';
import { drawPixelClasses } from './pixel-classes.ts';
import { rotations } from './rotations.ts';
import { randAugment } from './strong/rand-augment.ts';

/**
 * Draws a batch's training images, augmented, by their indices in the set.
 * @param streamOf the random numbers of the batch for a purpose
 */
export type Draw = (indices: Int32Array, streamOf: (purpose: string) => RandomStream) => Drawn | Promise<Drawn>;

type Drawn = Omit<Batch, 'indices' | 'labels' | 'contrast' | 'uniforms'>;
type Source = Pick<BatchSource, 'data' | 'teacherView' | 'augmented' | 'pixelClasses'>;

/** How a data set's training images are drawn: from memory, or from their files. */
export function drawerOf({ data, ...wanted }: Source): Draw {
  const draw = isInMemory(data) ? fromMemory(data, wanted) : fromFiles(data as Omit<FileImageData, 'test'>, wanted);
  if (!wanted.augmented?.includes('rotations')) return draw;
  const [side, , channels] = data.shape;
  return async (indices, streamOf) => {
    const drawn = await draw(indices, streamOf);
    return { ...drawn, rotatedImages: rotations(drawn.images, side, channels) };
  };
}

/** Draws training images as they are, without augmentation: as test images are. */
export type DrawStill = (indices: Int32Array) => Drawn | Promise<Drawn>;

export function stillDrawerOf({ data, teacherView }: Pick<Source, 'data' | 'teacherView'>): DrawStill {
  const unnumbered = (indices: Int32Array) => new Int32Array(indices.length).fill(-1);
  if (!isInMemory(data)) {
    const { training, ...others } = data as Omit<FileImageData, 'test'>;
    const reader = new FileReader(others);
    return async (indices) => ({ outcomes: unnumbered(indices), images: await reader.test(training, indices) });
  }
  const normaliser = new Normaliser(data);
  const ofTeachers = teacherView && new Normaliser({ ...data, ...teacherView });
  return (indices) => ({
    outcomes: unnumbered(indices),
    images: normaliser.batch(data.training, indices, () => still),
    ...(ofTeachers && { teacherImages: ofTeachers.batch(data.training, indices, () => still) }),
  });
}

function fromFiles(data: Omit<FileImageData, 'test'>, { augmented }: Omit<Source, 'data'>): Draw {
  const reader = new FileReader(data);
  const wants = wantsOf(augmented);
  return async (indices, streamOf) => ({
    outcomes: new Int32Array(indices.length).fill(-1),
    images: await reader.training(data.training, indices, streamOf('augmentation')),
    ...(wants('secondCrop') && {
      secondCropImages: await reader.training(data.training, indices, streamOf('second crop')),
    }),
  });
}

function fromMemory(
  data: Omit<ImageData, 'test'>,
  { teacherView, augmented, pixelClasses }: Omit<Source, 'data'>,
): Draw {
  const { training, shape } = data;
  const normaliser = new Normaliser(data);
  const ofTeachers = teacherView && new Normaliser({ ...data, ...teacherView });
  const wants = wantsOf(augmented);
  return (indices, streamOf) => {
    const movesFrom = (random: RandomStream) => {
      const moves: Move[] = Array.from(indices, () => drawMove(random, data));
      return (image: number) => moves[image]!;
    };
    const moveOf = movesFrom(streamOf('augmentation'));
    const strong = streamOf('strong augmentation');
    return {
      outcomes: indices.map((_, image) => augmentationOutcome(moveOf(image))),
      images: normaliser.batch(training, indices, moveOf),
      ...(ofTeachers && { teacherImages: ofTeachers.batch(training, indices, moveOf) }),
      ...(pixelClasses && { pixelClasses: drawPixelClasses(training, shape, indices, moveOf) }),
      ...(wants('secondCrop') && {
        secondCropImages: normaliser.batch(training, indices, movesFrom(streamOf('second crop'))),
      }),
      ...(wants('strong') && {
        strongImages: normaliser.changedBatch(training, indices, movesFrom(strong), (picture) =>
          randAugment(picture, strong),
        ),
      }),
    };
  };
}

const wantsOf =
  (augmented: readonly Augmented[] = []) =>
  (form: Augmented) =>
    augmented.includes(form);
