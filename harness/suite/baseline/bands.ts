import { z } from 'zod';
import { networkSchema } from '../../job/network.ts';

/** What of an epoch a band is about: a field of a job's metrics. `accuracy` is the test accuracy, in per cent. */
export const quantitySchema = z.enum(['accuracy', 'classification', 'distillation', 'method', 'weightNorm']);
export type BandQuantity = z.infer<typeof quantitySchema>;

const bandSchema = z.strictObject({
  teacher: networkSchema,
  student: networkSchema,
  /** As suites call it. */
  distiller: z.string().min(1),
  quantity: quantitySchema,
  /** The epoch of the main stage after which it was measured, counted from 1. */
  epoch: z.int().positive(),
  /** Of each trial. The band for a new run follows from their mean, their deviation and how many the new run has. */
  values: z.array(z.number()).min(20, 'must be of at least 20 trials'),
});
export type Band = z.infer<typeof bandSchema>;

/** Where short runs of a suite that is as it should be lie: what fails early when a distiller is broken. */
export const bandsSchema = z.strictObject({
  /** The commands that made them, in a shell. */
  made: z.array(z.string().min(1)).min(1),
  date: z.iso.date(),
  /** Which programs and which machine they come from. */
  environment: z.strictObject({ redistill: z.string(), tensorflow: z.string(), device: z.string() }),
  /** Each of their trials had a teacher of its own, so that they vary as much as teachers do; trials of a suite share one. */
  bands: z.array(bandSchema).min(1),
});
export type Bands = z.infer<typeof bandsSchema>;
