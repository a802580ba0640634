import { z } from 'zod';

/** What a process that takes training steps says at the end of each round: one line of JSON. */
export const roundSchema = z.strictObject({
  /** How long each step took. */
  milliseconds: z.array(z.number().positive()).min(1),
  /** Multiply-accumulates of a step, where the process has counted them. */
  multiplyAccumulates: z.number().positive().optional(),
  /** The time that the processors have worked for it. */
  processorMilliseconds: z.number().min(0),
  /** The most memory that the process ever held, of the machine's own (a GPU's does not count). */
  peakKilobytes: z.number().positive(),
});
export type Round = z.infer<typeof roundSchema>;
