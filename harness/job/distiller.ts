import { z } from 'zod';
import {
  alsoReads,
  augmented,
  batchOf,
  type MethodOptions,
  methodInOtherEpochs,
  methodStageEpochs,
  methods,
  predicts,
  reads,
  scalarsOf,
  unfit,
} from '../model/distillers/registry.ts';
import type { NetworkShape } from '../model/engine/network.ts';
import { type Dataset, isLabelled } from './dataset.ts';
import { imageSizeOf, type NetworkName, shapeOf } from './network.ts';
import { scheduledWeights, weightSchedulesSchema } from './weight-schedule.ts';

const [first, ...others] = Object.values(methods).map(({ options }) => options);

/** What a distiller adds to cross entropy and KD, with its own hyper-parameters. */
export const methodSchema: z.ZodType<MethodOptions, MethodInput> = z.discriminatedUnion('name', [first!, ...others]);
export { augmented, batchOf, type MethodOptions, methodInOtherEpochs, methodStageEpochs, predicts, scalarsOf };

/** As a suite has it: what has a default may be left out. */
type MethodInput = { [Name in keyof typeof methods]: z.input<(typeof methods)[Name]['options']> }[keyof typeof methods];

/**
 * A row of the paper's tables: the loss is gamma * cross entropy + alpha * KD + beta * the method's own.
 * With neither KD nor a method it is a vanilla student, which needs no teacher.
 */
export const distillerSchema = z
  .strictObject({
    /** As the tables and the command line call it, such as `CRD+KD`. */
    /** A part of the names of its jobs' folders; a longer one fits neither tables nor charts on a phone. */
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9+._-]*$/, 'must be letters, digits, + . _ -')
      .max(60, 'must be at most 60 characters long'),
    gamma: z.number().min(0),
    alpha: z.number().min(0),
    beta: z.number().min(0),
    /** KD's temperature. */
    temperature: z.number().positive().default(4),
    method: methodSchema.optional(),
    /** How weights change from epoch to epoch; constant by default. */
    schedules: weightSchedulesSchema.optional(),
    /** Where the weights and hyper-parameters come from. */
    source: z.string().min(1),
  })
  .refine(({ beta, method }) => beta > 0 === (method !== undefined), {
    path: ['beta'],
    message: 'must be greater than 0 with a method, and 0 without one',
  })
  .superRefine(({ schedules, ...weights }, context) => {
    for (const name of scheduledWeights(schedules)) {
      if (weights[name] > 0) continue;
      const message = 'must be left out where that weight is 0';
      context.addIssue({ code: 'custom', path: ['schedules', name], message });
    }
  });
export type Distiller = z.infer<typeof distillerSchema>;

/** Does it read the teacher at all? */
export function needsTeacher({ alpha, method }: Distiller): boolean {
  return alpha > 0 || method !== undefined;
}

/** Is there nothing that it minimises? Its students are those that others are compared with before any training. */
export function isUntrained({ gamma, alpha, beta }: Pick<Distiller, 'gamma' | 'alpha' | 'beta'>): boolean {
  return gamma === 0 && alpha === 0 && beta === 0;
}

/** What steps of its main stage read of the teacher; what is no more than logits and pooled vectors can be fed to them. */
export function teacherIn({ alpha, method }: Pick<Distiller, 'alpha' | 'method'>): 'absent' | 'fed' | 'computed' {
  const level = method ? reads(method) : 'nothing';
  if (level === 'nothing') return alpha > 0 ? 'fed' : 'absent';
  const isComputed = level === 'maps' || alsoReads(method!).includes('preactivations') || augmented(method!).length > 0;
  return isComputed ? 'computed' : 'fed';
}

/** Does it need to know the classes of the training images? */
export function readsLabels({ gamma, method }: Pick<Distiller, 'gamma' | 'method'>): boolean {
  return gamma > 0 || (method !== undefined && alsoReads(method).includes('labels'));
}

interface ServedImages {
  /** What students are trained on. */
  dataset?: Dataset;
  /** Do the teachers see something else of each image than the student? */
  ownView?: boolean;
}

interface ServedPair {
  student: NetworkName;
  teacher: NetworkName;
  teachers?: number | undefined;
  mutual?: boolean | undefined;
}

/**
 * Why a distiller cannot teach that student by such teachers, or in a mutual pair each of the two by the other, as the end of a
 * sentence; undefined where it can.
 */
export function unfitReason(
  { method }: Distiller,
  { student, teacher, teachers = 1, mutual = false }: ServedPair,
  { dataset, ownView = false }: ServedImages = {},
): string | undefined {
  if (method && dataset && !isLabelled(dataset) && readsLabels({ gamma: 0, method })) {
    return `its loss reads labels, and the training images of ${dataset.name} have none`;
  }
  if (method && dataset?.name === 'imagenet' && augmented(method).includes('strong')) {
    return 'it reads strongly augmented images, which are not made of the files of imagenet';
  }
  const particular = method && particularOf(method);
  if (particular && ownView) return `${particular} sees one view alone`;
  if (particular && mutual) return `${particular} is for a trained teacher`;
  if (particular && teachers > 1) return `${particular} is for one teacher`;
  // Both see images of one size.
  const imageSize = imageSizeOf(student);
  const [ofStudent, ofTeacher] = [student, teacher].map((network) => shapeOf(network, imageSize)) as [
    NetworkShape,
    NetworkShape,
  ];
  return method && (unfit(method, ofStudent, ofTeacher) ?? (mutual ? unfit(method, ofTeacher, ofStudent) : undefined));
}

/** What of a method is for a single trained teacher that sees what the student sees. */
function particularOf(method: MethodOptions): string | undefined {
  if (methodStageEpochs(method) > 0) return 'what it trains before the student';
  if (predicts(method)) return "the method's own prediction";
  return augmented(method).length > 0 ? 'a further form of the images' : undefined;
}
