import { z } from 'zod';

/** What RepDistiller tells its TensorBoard logger after an epoch. */
const epochSchema = z.object({
  train_acc: z.number(),
  train_loss: z.number(),
  test_acc: z.number(),
});

/** What `reference.py` leaves of a training. */
export const trialSchema = z.strictObject({
  epochs: z.array(epochSchema).min(1),
  /** Of the teacher, as RepDistiller measured it, in per cent; absent where it has none. */
  teacherAccuracy: z.number().optional(),
  /** Of the student's weights at the end, Euclidean. */
  weightNorm: z.number(),
  seconds: z.number(),
  pytorch: z.string(),
  /** The GPU's name, or `CPU`. */
  device: z.string(),
});

/** A training by RepDistiller. */
export type Trial = z.infer<typeof trialSchema>;
