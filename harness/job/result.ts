import { z } from 'zod';
import { jobSchema } from './job.ts';

/** One line of `metrics.jsonl`; a training process also prints it on standard output when the epoch is over. */
export const epochSchema = z.strictObject({
  /** Counted from 1. */
  epoch: z.int().positive(),
  /** The learning rate. */
  rate: z.number(),
  /** Means over the epoch's images: the weighted total, and its unweighted parts where they are used. */
  loss: z.number(),
  classification: z.number(),
  distillation: z.number().optional(),
  method: z.number().optional(),
  /** Per cent of the training images, augmented, as they were trained on. */
  trainAccuracy: z.number(),
  /** Per cent of the test images, top-1, after the epoch. */
  testAccuracy: z.number(),
  /** Spent on the epoch, test included. */
  seconds: z.number(),
});
export type Epoch = z.infer<typeof epochSchema>;

/** `result.json` in a job's folder: written once, when the job is done. */
export const resultSchema = z.strictObject({
  job: jobSchema.omit({ teacherFolder: true }),
  /** Top-1 test accuracy in per cent after the last epoch: what the paper's tables hold. */
  accuracy: z.number(),
  /** The best of all epochs, which was chosen on the test images: never to be compared with a last epoch's. */
  best: z.strictObject({ accuracy: z.number(), epoch: z.int() }),
  /** Which teacher taught: the sha256 of its weights file and its test accuracy in per cent. */
  teacher: z.strictObject({ weights: z.string(), accuracy: z.number() }).optional(),
  /** The sha256 of this job's own weights file. */
  weights: z.string(),
  /** Time spent training and testing, over all starts of the process. */
  seconds: z.number(),
  environment: z.strictObject({
    redistill: z.string(),
    node: z.string(),
    tensorflow: z.string(),
    /** `GPU`, or the processor's name. */
    device: z.string(),
    threads: z.int(),
  }),
});
export type Result = z.infer<typeof resultSchema>;
