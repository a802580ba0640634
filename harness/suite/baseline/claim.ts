import { z } from 'zod';

/** That a distiller beats others, in the mean over trials: what is claimed, as data. */
export const claimSchema = z.strictObject({
  /** As a sentence, such as `CRD beats KD on every pair`. */
  statement: z.string().min(1),
  /** The distiller that is better, as suites call it. */
  better: z.string().min(1),
  /** Those that it beats, each for itself; `vanilla` is the student on its own. */
  worse: z.array(z.string().min(1)).min(1),
  /** On every pair that has both, or on the average over these. */
  on: z.enum(['every pair', 'average']),
  /** The tables that it is about, by their names; by default, all of students of trained teachers. */
  tables: z.array(z.string().min(1)).min(1).optional(),
  /** The tags of the sources whose numbers say so. */
  sources: z.array(z.string().min(1)).min(1),
});
export type Claim = z.infer<typeof claimSchema>;
