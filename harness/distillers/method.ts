import type { Network, NetworkOutputs } from '../engine/network.ts';
import type { Parameters } from '../engine/parameters.ts';
import type { Tensor } from '../engine/tensorflow.ts';

/** What a method is made from. */
export interface MethodContext<Options> {
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
   * (integers); there where the method asks for negatives.
   */
  contrast?: Tensor;
}

/** A distiller's own part of the loss. */
export interface Method {
  /** How many negatives it wants for each image, if any. */
  negatives?: number;
  /** A scalar. The method may assign its own variables on the way. */
  loss(inputs: MethodInputs): Tensor;
}

export type MethodDefinition<Options> = (context: MethodContext<Options>) => Method;
