import { z } from 'zod';
import { datasetSchema } from '../job/dataset.ts';
import { distillerSchema } from '../job/distiller.ts';
import { networkSchema } from '../job/network.ts';
import { recipeSchema } from '../job/recipe.ts';

/** A column of the table: a student, and the teacher that it learns from. */
const pairSchema = z.strictObject({
  teacher: networkSchema,
  student: networkSchema,
  /** What this student's recipe has different from the suite's, such as `{ rate: 0.01 }`. */
  recipe: z.strictObject(recipeSchema.shape).partial().optional(),
});
export type Pair = z.infer<typeof pairSchema>;

/** A table of the paper, or a part of one: which networks are trained, how, and with which distillers. */
export const suiteSchema = z
  .strictObject({
    /** As the command line and the results folder call it. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be small letters, digits and -'),
    /** What it is, in one line. */
    title: z.string().min(1),
    /** What it shows, and how long it takes. */
    description: z.string().min(1),
    dataset: datasetSchema,
    /** How students are trained, and teachers too where nothing else is said. */
    recipe: recipeSchema,
    /** How teachers are trained, where it is not as students are. */
    teacherRecipe: recipeSchema.optional(),
    /** The columns of the table. */
    pairs: z.array(pairSchema).min(1),
    /** The rows of the table. */
    distillers: z.array(distillerSchema).min(1),
    /** How often each student is trained, with the seeds 1, 2, 3 and so on. */
    trials: z.int().min(1).max(1000),
    /** How many threads a job has on a CPU. One each is the fastest for small networks, with as many jobs as cores. */
    threads: z.int().min(1).max(1024).default(1),
  })
  .superRefine(({ recipe, pairs, distillers }, context) => {
    const repeated = (path: (string | number)[]) =>
      context.addIssue({ code: 'custom', path, message: 'must be there only once' });
    const names = distillers.map(({ name }) => name.toLowerCase());
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) repeated(['distillers', index, 'name']);
    });
    const columns = pairs.map(({ teacher, student }) => `${teacher} ${student}`);
    columns.forEach((column, index) => {
      if (columns.indexOf(column) < index) repeated(['pairs', index]);
    });
    pairs.forEach((pair, index) => {
      // Each field was checked already, but not how they go together.
      for (const issue of recipeSchema.safeParse({ ...recipe, ...pair.recipe }).error?.issues ?? []) {
        context.addIssue({ code: 'custom', path: ['pairs', index, 'recipe', ...issue.path], message: issue.message });
      }
    });
  });

export type Suite = z.infer<typeof suiteSchema>;
/** A suite as it is written down: what has a default may be left out. */
export type SuiteDeclaration = z.input<typeof suiteSchema>;
