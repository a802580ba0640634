import { attribute, differentiable, integers, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { type Geometry, pad, unpad } from './convolution.ts';
import { mean } from './reduction.ts';

const attributesOf = (size: number, stride: number) => [
  attribute.type('T'),
  attribute.integers('ksize', [1, size, size, 1]),
  attribute.integers('strides', [1, stride, stride, 1]),
  attribute.text('padding', 'VALID'),
  attribute.text('data_format', 'NHWC'),
];

/** [batch, height, width, channels] to [batch, channels]. */
export function globalAveragePool(x: Tensor): Tensor {
  return mean(x, [1, 2]);
}

/** Average of each window; zeros of the padding count, as PyTorch's default (`count_include_pad`). */
export function averagePool(x: Tensor, size: number, { stride = size, padding = 0 }: Geometry = {}): Tensor {
  const attributes = attributesOf(size, stride);
  return differentiable(
    [x],
    (x) => {
      const padded = padding ? pad(x!, padding) : x!;
      return { value: kernel('AvgPool', attributes, padded), saved: [padded] };
    },
    (dy, [padded]) => {
      const dx = kernel('AvgPoolGrad', attributes, integers(...padded!.shape), dy);
      return padding ? unpad(dx, padding) : dx;
    },
  );
}

/** Greatest value of each window; the padding never wins, as PyTorch's. */
export function maxPool(x: Tensor, size: number, { stride = size, padding = 0 }: Geometry = {}): Tensor {
  const attributes = attributesOf(size, stride);
  const margins = [0, 0, padding, padding, padding, padding, 0, 0];
  return differentiable(
    [x],
    (x) => {
      const types = [attribute.type('T'), attribute.type('Tpaddings', 'int32')];
      const lowest = tf.scalar(-3.4e38);
      const padded = padding ? kernel('PadV2', types, x!, integers(...margins).reshape([4, 2]), lowest) : x!;
      const value = kernel('MaxPool', attributes, padded);
      return { value, saved: [padded, value] };
    },
    (dy, [padded, value]) => {
      const dx = kernel('MaxPoolGrad', attributes, padded!, value!, dy);
      return padding ? unpad(dx, padding) : dx;
    },
  );
}
