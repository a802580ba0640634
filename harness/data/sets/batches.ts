import { RandomStream } from '../../model/engine/random.ts';

/**
 * The order in which an epoch sees the training images: it depends on the trial and the epoch alone, so that every
 * distiller of a trial sees the same batches and differences between them are paired.
 * @param seed of the trial
 * @param epoch counted from 1
 * @param purpose tells the epochs of a first stage from the others
 */
export function epochOrder(seed: number, epoch: number, images: number, purpose = 'order of an epoch'): Int32Array {
  const order = Int32Array.from({ length: images }, (_, i) => i);
  new RandomStream(seed, purpose, epoch).shuffle(order);
  return order;
}

/** How many steps an epoch has; the last, smaller batch is kept. */
export function stepsAnEpoch(images: number, batch: number): number {
  return Math.ceil(images / batch);
}
