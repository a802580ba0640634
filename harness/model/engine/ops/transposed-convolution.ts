import { attribute, differentiable, integers, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';
import { type Geometry, pad, unpad } from './convolution.ts';

/**
 * Transposed 2-D convolution: what a convolution of that geometry does to gradients, as a forward pass
 * (torch.nn.ConvTranspose2d). A side of n positions becomes (n - 1) stride - 2 padding + size.
 * @param x [batch, height, width, inputs]
 * @param filter [height, width, outputs, inputs], square
 */
export function transposedConvolution(x: Tensor, filter: Tensor, { stride = 1, padding = 0 }: Geometry = {}): Tensor {
  const [size, , outputs] = filter.shape as [number, number, number];
  const [batch, ...sides] = x.shape.slice(0, 3) as [number, number, number];
  const [height, width] = sides.map((side) => (side - 1) * stride + size) as [number, number];
  const attributes = [
    attribute.type('T'),
    attribute.integers('strides', [1, stride, stride, 1]),
    attribute.text('padding', 'VALID'),
    attribute.text('data_format', 'NHWC'),
    attribute.integers('dilations', [1, 1, 1, 1]),
    attribute.flag('use_cudnn_on_gpu', true),
  ];
  return differentiable(
    [x, filter],
    (x, filter) => {
      const full = integers(batch, height, width, outputs);
      const value = kernel('Conv2DBackpropInput', attributes, full, filter!, x!);
      return { value: padding ? unpad(value, padding) : value, saved: [x!, filter!] };
    },
    (dy, [x, filter]) => {
      const padded = padding ? pad(dy, padding) : dy;
      const dx = kernel('Conv2D', attributes, padded, filter!);
      const dFilter = kernel('Conv2DBackpropFilter', attributes, padded, integers(...filter!.shape), x!);
      return [dx, dFilter];
    },
  );
}
