import { z } from 'zod';
import { pairsOfCrd } from './networks.ts';

/** Nobody publishes a network that is as good as chance: what is less than 1 was meant as a share. */
export const perCent = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => value >= 1, 'must be in per cent, such as 71.9 for 0.719');
const control = /\p{Cc}/u;
export const text = z
  .string()
  .min(1)
  .refine((value) => !control.test(value), 'must be one line, without control characters');
export const commitSchema = z.string().regex(/^[0-9a-f]{7,40}$/, 'must be a commit of 7 to 40 hexadecimal digits');

/** The epoch that a number is of: the last, the best on the test images, or the median over runs of the last; `unknown` if no source says. */
export const aggregationSchema = z.enum(['last', 'best', 'median', 'unknown']);
export type Aggregation = z.infer<typeof aggregationSchema>;

/**
 * Who gives a number: its authors in a table or in a training log, another paper that copies it, others who ran the method
 * again, or someone in an issue.
 */
export const markSchema = z.enum(['own table', 'own log', 'quoted', 'rerun', 'issue']);
export type Mark = z.infer<typeof markSchema>;

/** How it was read: in the authors' file, in another's copy, in an issue, or calculated from what was read. */
export const evidenceSchema = z.enum(['SEEN', 'QUOTED', 'ISSUE', 'DERIVED']);

/** What a number is, beside its value: what a table does not say, its file says for all of its tables. */
export const aboutSchema = z.strictObject({
  aggregation: aggregationSchema,
  /** How many runs a value is the mean of; null if no source says. A list of trials says it itself. */
  runs: z.int().positive().nullable(),
  /** How students were trained, by its name in `recipes.json`. */
  recipe: text,
  teachers: z.enum(['RepDistiller', 'own', 'unknown']),
  /** Were weights or other options chosen by their test accuracy? null if no source says. */
  tunedOnTest: z.boolean().nullable(),
  mark: markSchema,
  evidence: evidenceSchema,
});
export type About = z.infer<typeof aboutSchema>;

/** Numbers that share what they are. */
export const tableSchema = aboutSchema.partial().extend({
  /** Where in the repository: a file, or `issue 7`. */
  path: text,
  /** Where it is not the file's. */
  commit: commitSchema.optional(),
  dataset: z.enum(['cifar100', 'imagenet']).default('cifar100'),
  /** Pairs as `teacher/student`, or networks alone; by default CRD's 13 pairs in their order. */
  columns: z
    .array(text)
    .min(1)
    .default([...pairsOfCrd]),
  /** By method, for each column: top-1 accuracy in per cent; null if the source has none. `vanilla` is a network that learns alone. */
  rows: z.record(text, z.array(perCent.nullable())).default({}),
  /** By method, for each column: the standard deviation that was printed. Whether with n or n - 1 is not known. */
  deviations: z.record(text, z.array(z.number().min(0).max(50).nullable())).default({}),
  /** By method, for each column: single runs, where the source lists them. */
  trials: z.record(text, z.array(z.array(perCent))).default({}),
  /** What a source says about a cell without giving its value, such as `at most 73.3`. */
  statements: z.array(z.strictObject({ method: text, column: text, says: text })).default([]),
  /** The repository whose numbers these are. */
  quotes: text.optional(),
  /** How its networks differ from CRD's of the same names. */
  networks: text.optional(),
  /** How the method's settings differ from those of its row in suites, which they are not compared with. */
  settings: text.optional(),
  /** The row of suites that has these settings. */
  row: text.optional(),
  note: text.optional(),
});
export type PublishedTable = z.infer<typeof tableSchema>;

/** How students are trained. */
const recipeSchema = z.strictObject({
  /** null if no source says, or if it differs between pairs. */
  epochs: z.int().positive().nullable(),
  batch: z.int().positive().nullable(),
  nesterov: z.boolean().nullable(),
  /** How many forms of each image a step reads. */
  views: z.int().positive().nullable(),
  /** The first learning rate; left out if no source says, or if it differs between pairs. */
  rate: z.number().positive().optional(),
  /** That of MobileNetV2 and the ShuffleNets as students. */
  lightRate: z.number().positive().optional(),
  /** By pair, where it is not the number above. */
  epochsFor: z.record(text, z.int().positive()).optional(),
  /** What sets it apart from RepDistiller's. */
  differs: text.optional(),
  source: text,
});
export const recipesSchema = z.record(text, recipeSchema);
export type PublishedRecipe = z.infer<typeof recipeSchema>;

const methodSchema = z.strictObject({
  /** Where it was published. */
  venue: text.optional(),
  /** What it adds to, or joins: `DKD+LS` extends DKD. By default it is compared with KD alone. */
  extends: z.array(text).default([]),
  /** The row of suites that it is, where that has another name. */
  row: text.optional(),
});
export const methodsSchema = z.record(text, methodSchema);
export type Methods = z.infer<typeof methodsSchema>;

/** A published number of CIFAR-100, with all that decides whether runs can be compared with it. */
export const sourcedSchema = z.strictObject({
  /** `teacher/student`, or a network alone. */
  column: text,
  /** The row of suites that it is of; `vanilla` is a student that learns alone, `teacher` a teacher. */
  row: text,
  /** Top-1 accuracy, in per cent. */
  value: perCent,
  /** The standard deviation, in points. */
  deviation: z.number().min(0).nullable(),
  runs: aboutSchema.shape.runs,
  aggregation: aggregationSchema,
  trained: recipeSchema,
  /** How its networks differ from CRD's of the same names. */
  networks: text.optional(),
  /** How its settings differ from the row's. */
  settings: text.optional(),
  mark: markSchema,
  repository: text,
  path: text,
});
export type Sourced = z.infer<typeof sourcedSchema>;
