import { sizeOf } from './shape.ts';

/**
 * How PyTorch lays out a tensor that the engine keeps otherwise.
 * - `convolution`: PyTorch [out, in / groups, height, width], here [height, width, in / groups, out]
 * - `transposed convolution`: PyTorch [in, out, height, width], here [height, width, out, in]
 * - `depthwise`: PyTorch [channels, 1, height, width], here [height, width, channels, 1]
 * - `linear`: PyTorch [out, in], here [in, out]
 * - `images`: PyTorch [batch, channels, height, width], here [batch, height, width, channels]
 * - `as is`: the same on both sides
 */
export type Layout = 'convolution' | 'transposed convolution' | 'depthwise' | 'linear' | 'images' | 'as is';

/** The axis of PyTorch's tensor that stands at each axis of ours. */
const axes: Record<Layout, readonly number[] | undefined> = {
  convolution: [2, 3, 1, 0],
  'transposed convolution': [2, 3, 1, 0],
  depthwise: [2, 3, 0, 1],
  linear: [1, 0],
  images: [0, 2, 3, 1],
  'as is': undefined,
};

function permute<Values extends Float32Array | Int32Array>(
  values: Values,
  shape: readonly number[],
  order: readonly number[],
): Values {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  // Axes that follow each other on both sides are one: the longer the innermost is, the less is counted.
  const [sizes, steps]: [number[], number[]] = [[1], [0]];
  for (const axis of order) {
    const [size, step] = [shape[axis]!, strides[axis]!];
    const last = sizes.length - 1;
    if (size === 1) continue;
    if (sizes[last] === 1 || steps[last] === step * size) {
      sizes[last]! *= size;
      steps[last] = step;
    } else {
      sizes.push(size);
      steps.push(step);
    }
  }
  const innermost = sizes.length - 1;
  const [length, step] = [sizes[innermost]!, steps[innermost]!];
  const result = values.slice() as Values;
  const index = sizes.map(() => 0);
  let start = 0;
  for (let target = 0; target < result.length; ) {
    for (let i = 0; i < length; i++) result[target++] = values[start + i * step]!;
    for (let axis = innermost - 1; axis >= 0; axis--) {
      index[axis]!++;
      start += steps[axis]!;
      if (index[axis]! < sizes[axis]!) break;
      start -= index[axis]! * steps[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

/** From the engine's shape to PyTorch's. */
export function torchShape(shape: readonly number[], layout: Layout): number[] {
  const order = axes[layout];
  return order ? shape.map((_, axis) => shape[order.indexOf(axis)]!) : [...shape];
}

/** From PyTorch's shape to the engine's. */
export function engineShape(shape: readonly number[], layout: Layout): number[] {
  return axes[layout]?.map((axis) => shape[axis]!) ?? [...shape];
}

/** Values in PyTorch's layout, of the engine's shape, to the engine's layout. */
export function fromTorch<Values extends Float32Array | Int32Array>(
  values: Values,
  shape: readonly number[],
  layout: Layout,
): Values {
  const order = axes[layout];
  return order ? permute(values, torchShape(shape, layout), order) : values;
}

/** Values in the engine's layout and shape to PyTorch's layout. */
export function toTorch<Values extends Float32Array | Int32Array>(
  values: Values,
  shape: readonly number[],
  layout: Layout,
): Values {
  const order = axes[layout];
  if (!order) return values;
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return permute(values, shape, inverse);
}
