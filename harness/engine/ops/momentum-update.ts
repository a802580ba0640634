import { attribute } from '../kernel.ts';
import { currentRecorder } from '../record/current-recorder.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import type { Variable } from '../variable.ts';

/**
 * One step of stochastic gradient descent as torch.optim.SGD takes it (no Nesterov, no dampening):
 * slot = momentum * slot + gradient; weight = weight - rate * slot.
 * @param rate a scalar
 */
export function momentumUpdate(weight: Variable, slot: Variable, gradient: Tensor, rate: Tensor, momentum: Tensor) {
  currentRecorder()?.updateInPlace(
    'ResourceApplyMomentum',
    [weight, slot],
    [rate, gradient, momentum],
    [attribute.type('T'), attribute.flag('use_locking', false), attribute.flag('use_nesterov', false)],
  );
  slot.assign(tf.add(tf.mul(slot.value, momentum), gradient));
  weight.assign(tf.sub(weight.value, tf.mul(slot.value, rate)));
}
