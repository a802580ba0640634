import { z } from 'zod';
import { datasetSchema } from '../job/dataset.ts';
import { metricSchema } from '../job/metric.ts';
import { networkSchema } from '../job/network.ts';
import { ownRecipeSchema, recipeSchema, withOwn } from '../job/recipe.ts';
import { sideSchema } from '../job/side.ts';
import { viewSchema } from '../job/view.ts';
import { assistantFaults } from './assistant-faults.ts';
import { baselineNames } from './baseline/load.ts';
import { mutualFaults } from './mutual-faults.ts';
import { pairName } from './pair-name.ts';
import { rowSchema } from './row.ts';
import { rowFaults } from './row-faults.ts';
import { mostTrials } from './selection.ts';
import { targetSchema } from './target.ts';

/** A column of the table: a student, and the teacher that it learns from. */
const pairSchema = z.strictObject({
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

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and -');

const axisSchema = z.enum(['teachers', 'negatives', 'temperature']);
export type Axis = z.infer<typeof axisSchema>;

const tableSchema = z.strictObject({
  /** As the command line calls it, such as `table1`. */
  name,
  /** What stands above it; the suite's own title by default. */
  title: z.string().min(1).optional(),
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

/** Tables of the paper, or one of our own: which networks are trained, how, and with which distillers. */
export const suiteSchema = z
  .strictObject({
    /** As the command line and the results folder call it. */
    name,
    /** What it is, in one line. */
    title: z.string().min(1),
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
    baseline: z.enum(baselineNames()).optional(),
    /** How many threads a job has on a CPU. One each is the fastest for small networks, with as many jobs as cores. */
    threads: z.int().min(1).max(1024).default(1),
  })
  .superRefine((suite, context) => {
    const { recipe, tables, distillers, defaultDistillers = [], groups = {} } = suite;
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message: `must be ${message}` });
    const refuseRepeated = (names: string[], pathOf: (index: number) => (string | number)[]) =>
      names.forEach((name, index) => {
        if (names.indexOf(name) < index) refuse(pathOf(index), 'there only once');
      });

    for (const { path, message } of [...mutualFaults(suite), ...rowFaults(suite), ...assistantFaults(suite)])
      refuse(path, message);
    refuseRepeated(
      tables.map((table) => table.name),
      (index) => ['tables', index, 'name'],
    );
    refuseRepeated(
      distillers.map((distiller) => distiller.name.toLowerCase()),
      (index) => ['distillers', index, 'name'],
    );
    const rows = distillers.map((distiller) => distiller.name);
    defaultDistillers.forEach((row, index) => {
      if (!rows.includes(row)) refuse(['defaultDistillers', index], `one of ${rows.join(', ')}`);
    });
    for (const [group, members] of Object.entries(groups)) {
      if (['default', 'all', ...rows].some((taken) => taken.toLowerCase() === group)) {
        refuse(['groups', group], 'under another name: distillers are called so');
      }
      members.forEach((row, index) => {
        if (!rows.includes(row)) refuse(['groups', group, index], `one of ${rows.join(', ')}`);
      });
    }
    tables.forEach(({ pairs, targets = [], distillers: ownRows = [] }, table) => {
      const pathOf = (index: number) => ['tables', table, 'distillers', index];
      refuseRepeated(ownRows, pathOf);
      ownRows.forEach((row, index) => {
        if (!rows.includes(row)) refuse(pathOf(index), `one of ${rows.join(', ')}`);
      });
      refuseRepeated(
        targets.map(({ name }) => name),
        (index) => ['tables', table, 'targets', index, 'name'],
      );
      refuseRepeated(pairs.map(pairName), (index) => ['tables', table, 'pairs', index]);
      pairs.forEach((pair, index) => {
        // Each field was checked already, but not how they go together.
        for (const issue of recipeSchema.safeParse(withOwn(recipe, pair.recipe)).error?.issues ?? []) {
          const path = ['tables', table, 'pairs', index, 'recipe', ...(issue.path as (string | number)[])];
          context.addIssue({ code: 'custom', path, message: issue.message });
        }
      });
    });
  });

export type Suite = z.infer<typeof suiteSchema>;
/** A suite as it is written down: what has a default may be left out. */
export type SuiteDeclaration = z.input<typeof suiteSchema>;
