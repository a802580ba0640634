import type { Pass } from '../../engine/layers/batch-norm.ts';
import type { Tensor } from '../../engine/tensorflow.ts';

/**
 * What both the prediction and the loss need of a map: in training the loss gets what the prediction has computed, so that its
 * batch norms see each batch once.
 */
export function onceInTraining<Result extends object>(
  compute: (map: Tensor, pass: Pass) => Result,
): (map: Tensor, pass: Pass) => Result {
  const computed = new WeakMap<Tensor, Result>();
  return (map, pass) => {
    if (pass !== 'training') return compute(map, pass);
    const result = computed.get(map) ?? compute(map, pass);
    computed.set(map, result);
    return result;
  };
}
