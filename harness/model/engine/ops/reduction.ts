import { attribute, differentiable, integers, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';

function reduce(op: 'Sum' | 'Mean', x: Tensor, axes: readonly number[], keepAxes: boolean): Tensor {
  const attributes = [attribute.flag('keep_dims', keepAxes), attribute.type('T'), attribute.type('Tidx', 'int32')];
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  return differentiable(
    [x],
    (x) => ({ value: kernel(op, attributes, x!, integers(...axes)) }),
    (dy) => {
      const scaled = op === 'Mean' ? tf.mul(dy, 1 / count) : dy;
      // tfjs would multiply by a tensor of ones, which a recorded graph then carries as a constant.
      const types = [attribute.type('T'), attribute.type('Tidx', 'int32')];
      return kernel('BroadcastTo', types, scaled.reshape(kept), integers(...x.shape));
    },
  );
}

const allAxes = (x: Tensor) => x.shape.map((_, axis) => axis);

/** Sum over some axes (all, where none is named). */
export function sum(x: Tensor, axes: readonly number[] = allAxes(x), keepAxes = false): Tensor {
  return reduce('Sum', x, axes, keepAxes);
}

/** Mean over some axes (all, where none is named). */
export function mean(x: Tensor, axes: readonly number[] = allAxes(x), keepAxes = false): Tensor {
  return reduce('Mean', x, axes, keepAxes);
}
