import type { z } from 'zod';
import type { Network, NetworkOutputs, NetworkShape } from '../engine/network.ts';
import type { Parameters } from '../engine/parameters.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';

/** What a distiller adds to cross entropy and KD: all that is known of it, in one file. */
export interface MethodDefinition<Options extends z.ZodType = z.ZodType> {
  /** The hyper-parameters, beside the literal `name` by which suites call the method. */
  options: Options;
  /**
   * What its loss reads of the teacher: `maps` by default. A pooled vector can be computed apart from the step,
   * and kept; `nothing` is for those that only have a first stage.
   */
  reads?: Reads | ((options: z.output<Options>) => Reads);
  /** Why it cannot serve a pair of networks, as a sentence's end: `the channels of ... differ`. Absent: it serves all. */
  unfit?(student: NetworkShape, teacher: NetworkShape, options: z.output<Options>): string | undefined;
  create(context: MethodContext<z.output<Options>>): Method;
}

export type Reads = 'nothing' | 'pooled vector' | 'maps';

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

/** What a method sees of one training step. */
export interface MethodInputs {
  student: NetworkOutputs;
  teacher: NetworkOutputs;
  /** The images' places in the training set, [batch] (integers). */
  indices: Tensor;
  /**
   * For each image, places in the training set: of its positive first, then of its negatives. [batch, 1 + negatives]
   * (integers); present where the method asks for negatives.
   */
  contrast?: Tensor;
}

/** A distiller's own part of the training. Its trainable variables are trained with the student. */
export interface Method {
  /** How many negatives it wants for each image, if any. */
  negatives?: number;
  /** What no negative may be: an image of the same class by default, or the image alone. */
  excludes?: 'image';
  /** Does it ask the networks for their pre-activations? */
  preactivations?: boolean;
  /** What is trained before the student, if anything. */
  firstStage?: FirstStage;
  /** Its part of the loss, a scalar. The method may assign its own variables on the way. Absent: it only has a first stage. */
  loss?(inputs: MethodInputs): Tensor;
}

/** What some methods train first, at a constant rate, by an optimiser of its own. */
export interface FirstStage {
  epochs: number;
  /** The learning rate; the recipe's first one by default. */
  rate?: number;
  /** Are the student's feature modules trained too? Its head stays in evaluation mode meanwhile. */
  trainsStudent: boolean;
  /** The method's own variables that are trained in this stage, and in no other. */
  variables: readonly Variable[];
  loss(inputs: Pick<MethodInputs, 'student' | 'teacher'>): Tensor;
}

/** Lets the compiler derive the options' type. */
export function defineMethod<Options extends z.ZodType>(
  definition: MethodDefinition<Options>,
): MethodDefinition<Options> {
  return definition;
}
