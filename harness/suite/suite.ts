import { z } from 'zod';
import { datasetSchema } from '../job/dataset.ts';
import { metricSchema } from '../job/metric.ts';
import { recipeSchema } from '../job/recipe.ts';
import { sideSchema } from '../job/side.ts';
import { viewSchema } from '../job/view.ts';
import { baselineNames } from './baseline/load.ts';
import { pairSchema } from './pair.ts';
import { rowSchema } from './row.ts';
import { targetSchema } from './target.ts';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
  // It is the name of a folder.
  .max(100, 'must be at most 100 characters long');

/** In a terminal as in the tables' headings: one line, in which nothing is a command to the terminal, or turns what follows. */
const title = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, 'must be one line of text, without control characters');

const axisSchema = z.enum(['teachers', 'negatives', 'temperature']);
export type Axis = z.infer<typeof axisSchema>;

const tableSchema = z.strictObject({
  /** As the command line calls it, such as `table1`. */
  name,
  /** What stands above it; the suite's own title by default. */
  title: title.optional(),
  /** What its cells hold; top-1 accuracies by default. */
  metric: metricSchema.optional(),
  /** Whose values they are, where its pairs are mutual; the students' by default. */
  side: sideSchema.optional(),
  /** Its columns. */
  pairs: z.array(pairSchema).min(1),
  /** Where its networks are transferred to; it then has a column for each pair and target. */
  targets: z.array(targetSchema).min(1).optional(),
  /** Its rows in their order, by the names of the suite's distillers; all of them where it is left out. */
  distillers: z.array(z.string()).min(1).optional(),
  /** The number that changes from pair to pair, or from row to row: the report page draws errors against it. */
  against: axisSchema.optional(),
  /** How often each student is trained, with the seeds 1, 2, 3 and so on. */
  trials: z.int().min(1).max(1000),
});

/**
 * Tables of the paper, or one of our own: which networks are trained, how, and with which distillers., each of its
 * fields by itself: `suiteSchema` says how they go together.
 */
export const suiteFields = z.strictObject({
  /** As the command line and the results folder call it. */
  name,
  /** What it is, in one line. */
  title,
  /** What it shows, and how long it takes. */
  description: z.string().min(1),
  dataset: datasetSchema,
  /** What teachers are trained and tested on, where it is another one. Students are then tested there too, but for those that see depth. */
  teacherDataset: datasetSchema.optional(),
  /** What teachers and students see of each image, where that is not all of it. */
  views: z.strictObject({ teacher: viewSchema.optional(), student: viewSchema.optional() }).optional(),
  /** How students are trained, and teachers too by default. */
  recipe: recipeSchema,
  /** How teachers are trained, where it is not as students are. */
  teacherRecipe: recipeSchema.optional(),
  tables: z.array(tableSchema).min(1),
  /** The rows of each table that has none of its own. */
  distillers: z.array(rowSchema).min(1),
  /** The names of those that are trained where no others are asked for; all of them where it is left out. */
  defaultDistillers: z.array(z.string()).min(1).optional(),
  /** Names under which the command line takes several of them: `{ 'after-crd': ['DKD', 'DIST'] }`. */
  groups: z.record(name, z.array(z.string()).min(1)).optional(),
  /** The published results that its tables answer to. */
  baseline: z.lazy(() => z.enum(baselineNames())).optional(),
  /** How many threads a job has on a CPU. One each is the fastest for small networks, with as many jobs as cores. */
  threads: z.int().min(1).max(1024).default(1),
});
export type Suite = z.output<typeof suiteFields>;
