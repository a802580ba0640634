import { z } from 'zod';

/** How a network is trained: stochastic gradient descent with momentum, at a rate that drops by steps. */
export const recipeSchema = z
  .strictObject({
    epochs: z.int().positive(),
    /** Images a step; the last, smaller batch of an epoch is kept. */
    batch: z.int().positive(),
    /** The learning rate of the first epoch. */
    rate: z.number().positive(),
    momentum: z.number().min(0).lt(1),
    /** Added to the gradient of every trained parameter, batch norm's and biases included. */
    weightDecay: z.number().min(0),
    /** The rate drops when these epochs (counted from 1) are over; by two factors at once where one is named twice. */
    dropsAfter: z.array(z.int().positive()),
    /** What the rate is multiplied by at each drop. */
    dropFactor: z.number().positive().max(1),
  })
  .refine(({ dropsAfter }) => dropsAfter.every((epoch, i) => i === 0 || epoch >= dropsAfter[i - 1]!), {
    path: ['dropsAfter'],
    message: 'must be in rising order',
  });

export type Recipe = z.infer<typeof recipeSchema>;

/** The learning rate of an epoch, counted from 1. */
export function rateOf({ rate, dropsAfter, dropFactor }: Recipe, epoch: number): number {
  return rate * dropFactor ** dropsAfter.filter((drop) => epoch > drop).length;
}

/** The same recipe in another number of epochs: the rate drops at the same shares of the run. */
export function stretch(recipe: Recipe, epochs: number): Recipe {
  const dropsAfter = recipe.dropsAfter.map((epoch) => Math.round((epoch * epochs) / recipe.epochs));
  // Two drops may fall on one epoch of a short run: both count.
  return { ...recipe, epochs, dropsAfter: dropsAfter.map((epoch) => Math.max(epoch, 1)) };
}
