import { z } from 'zod';
import { networkSchema } from '../job/network.ts';
import { ownRecipeSchema } from '../job/recipe.ts';
import { mostTrials } from './selection.ts';

/** A column of the table: a student, and the teacher that it learns from. */
export const pairSchema = z.strictObject({
  teacher: networkSchema,
  student: networkSchema,
  /** How many teachers of that network teach it together, each trained with a seed of its own; one by default. */
  teachers: z.int().min(1).max(100).optional(),
  /**
   * Is the teacher a teacher assistant (Mirzadeh et al., "Improved knowledge distillation via teacher assistant", AAAI 2020)? It
   * is then the student of another pair of the suite, as a row has trained it.
   */
  assistant: z
    .strictObject({
      /** Whose student it is, as the command line calls the pair: `resnet20/resnet14`. */
      pair: z.string(),
      /** The row that has trained it. */
      distiller: z.string(),
      /** Of which trial it is; of the same as its student by default. */
      trial: z.int().min(1).max(mostTrials).optional(),
    })
    .optional(),
  /**
   * Do the two learn from each other (deep mutual learning)? The teacher is not trained before then, but in the student's job,
   * from initial values of its own and by the student's recipe.
   */
  mutual: z.literal(true).optional(),
  /** What this student's recipe has different from the suite's, such as `{ rate: 0.01 }`. */
  recipe: ownRecipeSchema.optional(),
});
export type Pair = z.infer<typeof pairSchema>;
