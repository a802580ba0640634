import type { Pass } from './layers/batch-norm.ts';
import type { Parameters } from './parameters.ts';
import type { Tensor } from './tensorflow.ts';

export interface NetworkOutputs {
  /** [batch, classes] */
  logits: Tensor;
  /**
   * What distillers read, in the order of the reference's `is_feat`: the stem's map, one map a stage, each
   * [batch, height, width, channels], and last the pooled vector [batch, channels].
   */
  features: Tensor[];
  /** The same, each map before its last ReLU; the pooled vector stands last unchanged. */
  preactivations: Tensor[];
}

/** A network with its parameters, ready to be applied to normalised NHWC images. */
export interface Network {
  name: string;
  classes: number;
  /** Channels of each feature, in order. */
  featureChannels: readonly number[];
  forward(images: Tensor, pass: Pass): NetworkOutputs;
}

/** Makes a network; the variables are added to the parameters. */
export type NetworkDefinition = (parameters: Parameters, classes: number) => Network;
