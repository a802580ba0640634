import { z } from 'zod';

/** Losses and norms that statistics can be made of; nothing that was trained lies outside. */
const magnitude = z.number().min(1e-30).max(1e30);

/** What RepDistiller tells its TensorBoard logger after an epoch. */
const epochSchema = z.object({
  train_loss: magnitude,
  /** In per cent. */
  test_acc: z.number().min(0).max(100),
});

/** What `reference.py` leaves of a training. */
export const trialSchema = z.strictObject({
  epochs: z.array(epochSchema).min(1),
  /** Of the teacher, as RepDistiller measured it, in per cent; absent where it has none. */
  teacherAccuracy: z.number().min(0).max(100).optional(),
  /** Of the student's weights at the end, Euclidean. */
  weightNorm: magnitude,
  seconds: z.number(),
  pytorch: z.string(),
  /** The GPU's name, or `CPU`. */
  device: z.string(),
});

/** A training by RepDistiller. */
export type ReferenceTrial = z.infer<typeof trialSchema>;
