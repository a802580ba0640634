import { z } from 'zod';

/** What a suite may say about a method's first stage. */
export const firstStage = {
  /** Epochs before the student's own: 30 in the authors' code (init_epochs). */
  epochs: z.int().positive().default(30),
};
