import type { RandomStream } from '../engine/random.ts';
import { drawMove, Normaliser, outcomeOf } from './augmentation.ts';
import type { Batch, BatchSource } from './batch-maker.ts';
import { FileReader } from './file-reader.ts';
import { type FileImageData, type ImageData, isInMemory } from './image-set.ts';
import { drawMaps } from './maps.ts';

/** Draws a batch's training images, augmented, by their places in the set. */
export type Draw = (places: Int32Array, random: RandomStream) => Drawn | Promise<Drawn>;

type Drawn = Pick<Batch, 'images' | 'teacherImages' | 'maps' | 'outcomes'>;
type Source = Pick<BatchSource, 'data' | 'teacherView' | 'maps'>;

/** How a data set's training images are drawn: from memory, or from their files. */
export function drawerOf({ data, ...wanted }: Source): Draw {
  return isInMemory(data) ? fromMemory(data, wanted) : fromFiles(data as Omit<FileImageData, 'test'>);
}

function fromFiles(data: Omit<FileImageData, 'test'>): Draw {
  const reader = new FileReader(data);
  return async (places, random) => ({
    outcomes: new Int32Array(places.length).fill(-1),
    images: await reader.training(data.training, places, random),
  });
}

function fromMemory(data: Omit<ImageData, 'test'>, { teacherView, maps }: Omit<Source, 'data'>): Draw {
  const normaliser = new Normaliser(data);
  const ofTeachers = teacherView && new Normaliser({ ...data, ...teacherView });
  return (places, random) => {
    const moves = Array.from(places, () => drawMove(random, data));
    const moveOf = (image: number) => moves[image]!;
    return {
      outcomes: Int32Array.from(moves, outcomeOf),
      images: normaliser.batch(data.training, places, moveOf),
      ...(ofTeachers && { teacherImages: ofTeachers.batch(data.training, places, moveOf) }),
      ...(maps && { maps: drawMaps(data.training, data.shape, places, moveOf) }),
    };
  };
}
