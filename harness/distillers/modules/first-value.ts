import { constant } from '../../engine/initial.ts';
import { stopGradient } from '../../engine/ops/stop-gradient.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/**
 * A positive scalar that is what the first batch makes it, and stays that: Z in the scores of CRD.
 * @returns a function from what this batch would make it to what it is
 */
export function firstValue(parameters: Parameters, name: string): (now: Tensor) => Tensor {
  // Below zero means: not set yet.
  const kept = parameters.add(name, { torchShape: [], initial: constant(-1), trainable: false });
  return (now) => {
    const first = stopGradient(now);
    kept.assign(tf.where(tf.less(kept.value, 0), first, kept.value));
    return kept.value;
  };
}
