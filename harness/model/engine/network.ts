import type { Pass } from './layers/batch-norm.ts';
import type { Parameters } from './parameters.ts';
import type { Tensor } from './tensorflow.ts';
import type { Variable } from './variable.ts';

export interface MapShape {
  channels: number;
  /** Height and width. */
  size: number;
}

/** A network as those see it who never run it: what a plan needs, without TensorFlow. */
export interface NetworkShape {
  name: string;
  /** The stem's map, then one a stage: in the order of the reference's `is_feat`, whose last one is our `pooled`. */
  maps: readonly MapShape[];
  /** The length of the pooled vector. */
  pooled: number;
  /** Does a batch norm stand in front of each pre-activation but the stem's? See `Network.norms`. */
  hasNorms?: boolean;
}

export interface NetworkOutputs {
  /** The stem's map, then one a stage, each [batch, height, width, channels]. */
  maps: Tensor[];
  /** [batch, channels] */
  pooled: Tensor;
  /** [batch, classes] */
  logits: Tensor;
  /**
   * The maps before their last ReLUs. There at least where they were asked for: some networks run batch norms again for
   * them, so that asking changes running statistics.
   */
  preactivations?: Tensor[];
}

export interface ForwardOptions {
  /** How the parts that a first training stage leaves alone run (see `head`); as all others by default. */
  head?: Pass;
  preactivations?: boolean;
}

/** Applies a network to normalised images [batch, height, width, channels]. */
export type Forward = (images: Tensor, pass: Pass, options?: ForwardOptions) => NetworkOutputs;

/** How a network is made. */
export interface NetworkDefinition {
  /** The maps' shapes on square images of that height: the stem's, then one a stage. */
  maps(imageSize: number): readonly MapShape[];
  /** The length of the pooled vector. */
  pooled: number;
  /**
   * The modules that are not among the reference's `get_feat_modules()`, as first parts of parameters' names: a first
   * training stage (AB, FSP) neither trains them nor moves their running statistics.
   */
  head: readonly string[];
  /**
   * The batch norms whose outputs its pre-activations are, or are sums with; the stem's is not among them. As modules' names, such as
   * `layer1.2.bn2`. Absent where some pre-activations have none.
   */
  norms?: readonly string[];
  /** Height and width of the images that it is made for, in pixels; 32 by default. */
  imageSize?: number;
  /** Multiply-accumulates of convolutions and linear layers for one image of that size and 100 classes. */
  multiplyAccumulates: number;
  /** Makes the network; its variables are added to the parameters. */
  build(parameters: Parameters, classes: number): Forward;
}

/** A network with its parameters, ready to be applied. */
export interface Network extends NetworkShape {
  classes: number;
  head: readonly string[];
  forward: Forward;
  /** The batch norms in front of its pre-activations but the stem's, in their order; none where `hasNorms` is not true. */
  norms: readonly { weight: Variable; bias: Variable }[];
  /** Its last layer, weight and bias, which stand last among its variables. */
  classifier: readonly [weight: Variable, bias: Variable];
  /** Applies that layer to any vectors of the pooled one's length: from [batch, pooled] to logits, [batch, classes]. */
  classify(pooled: Tensor): Tensor;
}
