import { attribute, differentiable, kernels } from '../kernel.ts';
import { kernelsInUse } from '../own-kernels.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/** An embedding's width must be a multiple of it. */
const vector = 16;
/** A row's occurrences among an image's negatives are counted in 16 bits. */
const mostNegatives = 65534;

/** Is there a kernel for this on the machine? */
export function hasCriticKernel({ dimension, negatives }: { dimension: number; negatives: number }): boolean {
  return dimension % vector === 0 && negatives <= mostNegatives && kernelsInUse() !== 'tensorflow';
}

export interface CriticInputs {
  /** [batch, dimension] */
  anchors: Tensor;
  /** [rows, dimension] */
  bank: Tensor;
  /** Rows' indices, [batch, 1 + negatives] (integers), the positive first. */
  contrast: Tensor;
  /** Z, a scalar; below zero where the batch is to set it. */
  normaliser: Tensor;
}

/**
 * The critic's objective of one direction (distillers/modules/critic-objective.ts has the formula), averaged over the batch. It reads
 * the bank once, in pieces that fit into the processor's caches, for the loss and its gradient, which goes to the anchors.
 * @param noteNormaliser is given Z as it was used, a scalar
 */
export function criticKernel(
  { anchors, bank, contrast, normaliser }: CriticInputs,
  { temperature, epsilon }: { temperature: number; epsilon: number },
  noteNormaliser: (normaliser: Tensor) => void,
): Tensor {
  const attributes = [attribute.float('temperature', temperature), attribute.float('epsilon', epsilon)];
  return differentiable(
    [anchors],
    (anchors) => {
      const [value, gradient, used] = kernels('CriticObjective', 3, attributes, anchors!, bank, contrast, normaliser);
      noteNormaliser(used!);
      return { value: value!, saved: [gradient!] };
    },
    (dy, [gradient]) => tf.mul(dy, gradient!),
  );
}
