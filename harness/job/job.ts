import { createHash } from 'node:crypto';
import { z } from 'zod';
import { arithmeticSchema } from './arithmetic.ts';
import { datasetSchema } from './dataset.ts';
import { distillerSchema, methodStageEpochs as firstStageEpochsOf, isUntrained } from './distiller.ts';
import type { Imported } from './imported.ts';
import { networkSchema } from './network.ts';
import { recipeSchema } from './recipe.ts';
import { type View, viewSchema } from './view.ts';

/** Raised whenever the same configuration would give other numbers, so that old results are not taken for new ones. */
const generation = 2;

const common = {
  dataset: datasetSchema,
  recipe: recipeSchema,
  network: networkSchema,
  /** What the network sees of each image; all of it by default. */
  view: viewSchema.optional(),
  /** Whose classes and test images are its own, where it is not those of the images that it is trained on. */
  testedOn: datasetSchema.optional(),
  /** Everything random in the job follows from it: a student's is its trial's number, a teacher's 0 or what was asked for. */
  seed: z.int().min(0).max(0xffffffff),
  arithmetic: arithmeticSchema.optional(),
};

const further = {
  /** The job that trained the network before: all but its classifier, which begins anew. */
  source: z.strictObject({ job: z.string() }),
};

/** Of a job that trains a network: everything that decides its result. */
export const trainingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('teacher'), ...common }),
  z
    .strictObject({
      kind: z.literal('student'),
      ...common,
      distiller: distillerSchema,
      /** The job that trains the teacher; absent where the distiller reads none. */
      teacher: z
        .strictObject({
          network: networkSchema,
          job: z.string(),
          /** What it sees of each image; all of it by default. */
          view: viewSchema.optional(),
          /** The jobs of its fellows, which are of the same network: with them it is an ensemble. */
          fellows: z.array(z.string()).min(1).optional(),
        })
        .optional(),
      /** The network that learns from this one while this one learns from it, in the same job; it then has no teacher. */
      peer: networkSchema.optional(),
    })
    .refine(({ teacher, peer }) => !(teacher && peer), {
      path: ['peer'],
      error: 'must be absent where there is a teacher',
    }),
  z.strictObject({ kind: z.literal('fine-tuning'), ...common, ...further }),
  /** Which class is each pixel of? */
  z.strictObject({ kind: z.literal('segmentation'), ...common, ...further }),
]);
export type Training = z.infer<typeof trainingSchema>;
/** Of a job that trains further what another job has trained. */
export type FurtherTraining = Extract<Training, { source: object }>;

/** Of a linear probe: a linear layer, fitted on what a frozen network outputs for a data set, its own or another one. */
const probeSchema = z.strictObject({
  kind: z.literal('probe'),
  dataset: datasetSchema,
  network: networkSchema,
  /** What the network sees of each image; all of it by default. */
  view: viewSchema.optional(),
  /** The job that trains the network. */
  source: z.strictObject({ job: z.string() }),
  /** What cross entropy weighs beside the penalty on the layer's weights, as scikit-learn has it. */
  C: z.number().positive(),
  arithmetic: arithmeticSchema.optional(),
});
export type Probe = z.infer<typeof probeSchema>;

/** Everything that decides a job's result. */
export const configurationSchema = z.discriminatedUnion('kind', [...trainingSchema.options, probeSchema]);
export type Configuration = z.infer<typeof configurationSchema>;

/** The same of a job that trains a network. @throws an Error where it is a probe's */
export function trainingOf(configuration: Configuration): Training {
  if (isTraining(configuration)) return configuration;
  throw new Error('a probe trains no network');
}

export function isTraining(configuration: Configuration): configuration is Training {
  return configuration.kind !== 'probe';
}

/** `job.json` in a job's folder. */
export const jobSchema = z.strictObject({
  id: z.string(),
  /** What people read, and the first part of the folder's name: `resnet8-from-resnet20-CRD-trial1`. */
  label: z.string(),
  configuration: configurationSchema,
  /** The folders of the teachers' jobs, relative to this job's own; none where the distiller reads no teacher. */
  teacherFolders: z.array(z.string()),
  /** The folder of the job whose network is probed or tuned, relative to this job's own; absent in all other jobs. */
  sourceFolder: z.string().optional(),
});
export type Job = z.infer<typeof jobSchema>;

/** The identities of the jobs that a job's teachers come from; none where it has no teacher. */
export function teachersOf(configuration: Configuration): string[] {
  const teacher = configuration.kind === 'student' ? configuration.teacher : undefined;
  return teacher ? [teacher.job, ...(teacher.fellows ?? [])] : [];
}

/** The identity of the job whose network is probed or tuned; undefined for all other jobs. */
export function sourceOf(configuration: Configuration): string | undefined {
  return 'source' in configuration ? configuration.source.job : undefined;
}

/** What a job's teachers see of each image; undefined where that is all of it, or there are none. */
export function teacherView(configuration: Configuration): View | undefined {
  return configuration.kind === 'student' ? configuration.teacher?.view : undefined;
}

/** How many epochs a method of the job trains before the student; 0 for most. */
export function firstStageEpochs(configuration: Configuration): number {
  const method = configuration.kind === 'student' ? configuration.distiller.method : undefined;
  return method ? firstStageEpochsOf(method) : 0;
}

/**
 * All epochs of a job, those of a first stage included; a probe sees its images once, and a student with no loss at all none of
 * them: it keeps its initial weights.
 */
export function epochsOf(configuration: Configuration): number {
  if (configuration.kind === 'student' && isUntrained(configuration.distiller)) return 0;
  return firstStageEpochs(configuration) + mainStageEpochs(configuration);
}

/** How many epochs the network itself is trained. */
export function mainStageEpochs(configuration: Configuration): number {
  return isTraining(configuration) ? configuration.recipe.epochs : 1;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sortKeys(field)]));
}

/**
 * A job's identity: the hash of everything that decides its result. What only labels or documents (a distiller's name
 * and source) is left out, so that renaming a row loses no run.
 */
export function identityOf(configuration: Configuration | Imported): string {
  const decisive =
    configuration.kind === 'student'
      ? { ...configuration, distiller: { ...configuration.distiller, name: undefined, source: undefined } }
      : configuration;
  return createHash('sha256')
    .update(JSON.stringify(sortKeys({ generation, ...decisive })))
    .digest('hex')
    .slice(0, 12);
}
