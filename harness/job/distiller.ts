import { z } from 'zod';

/** Contrastive Representation Distillation (paper, sections 3.2 and 3.3). */
const crdSchema = z.strictObject({
  name: z.literal('crd'),
  /** Width of the embedding in which student and teacher are compared. */
  dimension: z.int().positive().default(128),
  /** Negatives for each image, drawn from the images of other classes. */
  negatives: z.int().positive().default(16384),
  /** Temperature of the scores: 0.07 in the authors' code and scripts, 0.1 in the paper's text. */
  temperature: z.number().positive().default(0.07),
  /** How much of a memory bank's row stays when its image is seen again. */
  momentum: z.number().min(0).lt(1).default(0.5),
});

/** What a distiller adds to cross entropy and KD, with its own hyper-parameters. */
export const methodSchema = z.discriminatedUnion('name', [crdSchema]);
export type Method = z.infer<typeof methodSchema>;
export type CrdOptions = z.infer<typeof crdSchema>;

/**
 * A row of the paper's tables: the loss is gamma * cross entropy + alpha * KD + beta * the method's own.
 * With neither KD nor a method it is a vanilla student, which needs no teacher.
 */
export const distillerSchema = z
  .strictObject({
    /** As the tables and the command line call it, such as `CRD+KD`. */
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9+._-]*$/, 'must be letters, digits, + . _ -'),
    gamma: z.number().min(0),
    alpha: z.number().min(0),
    beta: z.number().min(0),
    /** KD's temperature. */
    temperature: z.number().positive().default(4),
    method: methodSchema.optional(),
    /** Where the weights and hyper-parameters come from. */
    source: z.string().min(1),
  })
  .refine(({ beta, method }) => beta > 0 === (method !== undefined), {
    path: ['beta'],
    message: 'must be greater than 0 with a method, and 0 without one',
  });
export type Distiller = z.infer<typeof distillerSchema>;

/** Does it read the teacher at all? */
export function needsTeacher({ alpha, method }: Distiller): boolean {
  return alpha > 0 || method !== undefined;
}
