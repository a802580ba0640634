import { attribute } from '../kernel.ts';
import { currentRecorder } from '../record/current-recorder.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import type { Variable } from '../variable.ts';

/**
 * One step of stochastic gradient descent as torch.optim.SGD takes it, without dampening: slot = momentum * slot + gradient;
 * weight = weight - learningRate * slot. With Nesterov's momentum: weight = weight - learningRate * (gradient + momentum * slot).
 * @param learningRate a scalar
 */
export function momentumUpdate(
  weight: Variable,
  slot: Variable,
  gradient: Tensor,
  { learningRate, momentum, nesterov = false }: { learningRate: Tensor; momentum: Tensor; nesterov?: boolean },
) {
  // `ResourceApplyKerasMomentum` keeps the rate within the slot, which torch does not.
  currentRecorder()?.updateInPlace(
    'ResourceApplyMomentum',
    [weight, slot],
    [learningRate, gradient, momentum],
    [attribute.type('T'), attribute.flag('use_locking', false), attribute.flag('use_nesterov', nesterov)],
  );
  slot.assign(tf.add(tf.mul(slot.value, momentum), gradient));
  const change = nesterov ? tf.add(gradient, tf.mul(slot.value, momentum)) : slot.value;
  weight.assign(tf.sub(weight.value, tf.mul(change, learningRate)));
}
