import type { z } from 'zod';
import type { Pass } from '../engine/layers/batch-norm.ts';
import type { Network, NetworkOutputs, NetworkShape } from '../engine/network.ts';
import type { Parameters } from '../engine/parameters.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';
import type { Augmented } from './augmented.ts';
import type { Schedule } from './schedule.ts';

/** What a loss reads of the student and of the teacher; each level has what those before it have. */
export const readingLevels = ['nothing', 'logits', 'pooled vector', 'maps'] as const;
export type Reads = (typeof readingLevels)[number];

/** What else a loss may read, beside further forms of the images. */
export interface Extras {
  /** Of both networks; see `NetworkOutputs`. The teacher is then computed in the step. */
  preactivations: Tensor[];
  /** The images' classes, [batch] (integers). */
  labels: Tensor;
  /** The images' indices in the training set, [batch] (integers). */
  indices: Tensor;
  /**
   * For each image, indices in the training set: of its positive first, then of its negatives. [batch, 1 + negatives]
   * (integers)
   */
  contrast: Tensor;
  /** Random numbers of this step, uniform in [0, 1): [batch, draws]. */
  uniforms: Tensor;
}
export type Extra = keyof Extras | Augmented;

/** What a distiller adds to cross entropy and KD: all that is known of it, in one file. */
export interface MethodDefinition<
  Options extends z.ZodType = z.ZodType,
  Level extends Reads = Reads,
  Also extends Extra = Extra,
> {
  /** The hyper-parameters, beside the literal `name` by which suites call the method. */
  options: Options;
  /**
   * What its loss reads of both networks. Where that is no more than the pooled vector, the teacher can be computed apart
   * from the step, and kept; `nothing` is for those that only have a first stage.
   */
  reads: Level | ((options: z.output<Options>) => Level);
  /** What its loss reads beside that: nothing by default. */
  alsoReads?: readonly Also[] | ((options: z.output<Options>) => readonly Also[]);
  /** Why it does not fit a pair of networks, as a sentence's end: `the channels of ... differ`. Absent: it fits all. */
  unfit?(student: NetworkShape, teacher: NetworkShape, options: z.output<Options>): string | undefined;
  /** How many images the batches have that it is made for, where that is an option of its own: suites then check it. */
  batch?(options: z.output<Options>): number | undefined;
  /** Which of its options holds the settings of its first stage, where it has one: `{ epochs }`, and what else it wants. */
  firstStage?: OptionOf<z.output<Options>, { epochs: number }>;
  /** Which of its options are schedules: its loss is given their shares in the epoch, by the options' names. */
  schedules?: readonly OptionOf<z.output<Options>, Schedule | undefined>[];
  /** Does it go once through the training set before anything is trained? See `Created.pass`. */
  pass?: true;
  /** Does it output other logits than the student's own classifier? See `Created.prediction`. */
  predicts?: true;
  create(context: MethodContext<z.output<Options>>): Created<Level, Also>;
}

/** The names of options that hold values of that form. */
type OptionOf<Options, Value> = {
  [Name in keyof Options]-?: Options[Name] extends Value ? Name : never;
}[keyof Options];

/** What a method is made from. */
export interface MethodContext<Options = unknown> {
  options: Options;
  /** Where the method's own variables are added: helper layers, memory banks. */
  parameters: Parameters;
  student: Network;
  teacher: Network;
  /** How many training images there are. */
  images: number;
}

/** What a loss sees of a network: what its method has declared, and nothing else. */
export type Seen<Level extends Reads, Also extends Extra = never> = OutputsOf[Level] &
  Pick<Extras, Extract<Also, 'preactivations'>>;

interface OutputsOf {
  nothing: object;
  logits: Pick<NetworkOutputs, 'logits'>;
  'pooled vector': Pick<NetworkOutputs, 'logits' | 'pooled'>;
  maps: Pick<NetworkOutputs, 'logits' | 'pooled' | 'maps'>;
}

/** What a loss sees of one training step. */
export type LossInputs<Level extends Reads, Also extends Extra = never> = {
  /** Its logits are those of the method's own prediction, where it has one. */
  student: Seen<Level, Also>;
  teacher: Seen<Level, Also>;
  /** The shares of its options that are schedules, scalars by the options' names. */
  scalars: Readonly<Record<string, Tensor>>;
} & Omit<Pick<Extras, Also & keyof Extras>, 'preactivations'> & {
    /** Both networks' outputs for a further form of the images. */
    [Form in Also & Augmented]: { student: Seen<Level, Also>; teacher: Seen<Level, Also> };
  };

/** A distiller's own part of the training. Its trainable variables are trained with the student. */
export interface Created<Level extends Reads = Reads, Also extends Extra = Extra> {
  /** How many negatives it wants for each image; set if and only if its loss reads `contrast`. */
  negatives?: number;
  /** How many random numbers it wants for each image in a step; set if and only if its loss reads `uniforms`. */
  draws?: number;
  /** What no negative may be: by default an image of the same class; or the image alone. */
  excludes?: 'image';
  /** What is trained before the student; set if and only if the definition has a `firstStage`. */
  firstStage?: FirstStage<Also>;
  /** Collects something of the training set before anything is trained; set if and only if the definition has a `pass`. */
  pass?(inputs: PassInputs<Level, Also>): void;
  /** Its logits instead of the student's own classifier's; set if and only if the definition `predicts`. */
  prediction?: Prediction;
  /** The logits that cross entropy sees in training, [batch, classes]; the student's by default. */
  classified?(inputs: LossInputs<Level, Also>): Tensor;
  /** How much each image counts in the mean of the cross entropies, [batch]; all alike by default. */
  sampleWeights?(inputs: LossInputs<Level, Also>): Tensor;
  /** Its part of the loss, a scalar. The method may assign its own variables on the way. Absent: it only has a first stage. */
  loss?: [Level] extends ['nothing'] ? never : (inputs: LossInputs<Level, Also>) => Tensor;
}

/** What a pass sees: the images without augmentation, as the teacher sees them, in batches. It may assign the method's variables. */
export type PassInputs<Level extends Reads, Also extends Extra = never> = { teacher: Seen<Level, Also> } & Pick<
  Extras,
  Extract<Also, 'labels' | 'indices'>
>;

/** What the student outputs with the method's own layers: in training, in tests, in saved logits and in its file. */
export interface Prediction {
  /** What it uses beside the student's feature modules; the student's classifier is in its file only if it stands here. */
  variables: readonly Variable[];
  /** [batch, classes] */
  logits(student: NetworkOutputs, pass: Pass): Tensor;
}

/** What some methods train first, at a constant rate, by an optimiser of its own. */
export interface FirstStage<Also extends Extra = Extra> {
  /** The learning rate; by default the recipe's first one. */
  learningRate?: number;
  /** Are the student's feature modules trained too? Its head stays in evaluation mode meanwhile. */
  trainsStudent: boolean;
  /** The method's own variables that are trained in this stage, and in no other. */
  variables: readonly Variable[];
  /** A scalar. Both networks are computed in this stage's step, so that it may read all their outputs. */
  loss(inputs: { student: Seen<'maps', Also>; teacher: Seen<'maps', Also> }): Tensor;
}

/** Lets the compiler derive the options' type, and what the loss may read. */
export function defineMethod<Options extends z.ZodType, Level extends Reads, Also extends Extra = never>(
  definition: MethodDefinition<Options, Level, Also>,
): MethodDefinition<Options, Level, Also> {
  return definition;
}
