import { attribute, differentiable, integers, kernel } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

export interface Geometry {
  /** The same along both axes; 1 by default. */
  stride?: number;
  /** Zeros on all four sides, as PyTorch pads (TensorFlow's SAME differs for even sizes with a stride); 0 by default. */
  padding?: number;
}

/** Zeros on all four sides of NHWC images. */
export function pad(x: Tensor, by: number): Tensor {
  const margins = integers(0, 0, by, by, by, by, 0, 0).reshape([4, 2]);
  return kernel('Pad', [attribute.type('T'), attribute.type('Tpaddings', 'int32')], x, margins);
}

/** Takes the margin away again that `pad` added. */
export function unpad(x: Tensor, by: number): Tensor {
  const [n, h, w, c] = x.shape as [number, number, number, number];
  const size = integers(n, h - 2 * by, w - 2 * by, c);
  return kernel('Slice', [attribute.type('T'), attribute.type('Index', 'int32')], x, integers(0, by, by, 0), size);
}

/**
 * How TensorFlow is asked for PyTorch's padding: as SAME where that is the same thing, else by hand before a VALID
 * kernel. (EXPLICIT padding is the slow path on the CPU.)
 */
function paddingPlan(kernelSize: number, { stride = 1, padding = 0 }: Geometry) {
  const same = stride === 1 && kernelSize === 2 * padding + 1;
  return { byHand: same ? 0 : padding, mode: same && padding > 0 ? 'SAME' : 'VALID' };
}

function convolutionWith(
  ops: { forward: string; inputGradient: string; filterGradient: string; attributes: string[] },
  x: Tensor,
  filter: Tensor,
  geometry: Geometry,
): Tensor {
  const stride = geometry.stride ?? 1;
  const { byHand, mode } = paddingPlan(filter.shape[0]!, geometry);
  const attributes = [
    attribute.type('T'),
    attribute.integers('strides', [1, stride, stride, 1]),
    attribute.text('padding', mode),
    attribute.text('data_format', 'NHWC'),
    attribute.integers('dilations', [1, 1, 1, 1]),
    ...ops.attributes.map((name) => attribute.flag(name, true)),
  ];
  return differentiable(
    [x, filter],
    (x, filter) => {
      const padded = byHand ? pad(x!, byHand) : x!;
      return { value: kernel(ops.forward, attributes, padded, filter!), saved: [padded, filter!] };
    },
    (dy, [padded, filter]) => {
      const dx = kernel(ops.inputGradient, attributes, integers(...padded!.shape), filter!, dy);
      const dFilter = kernel(ops.filterGradient, attributes, padded!, integers(...filter!.shape), dy);
      return [byHand ? unpad(dx, byHand) : dx, dFilter];
    },
  );
}

/**
 * 2-D convolution (cross-correlation, as PyTorch's).
 * @param x [batch, height, width, channels]
 * @param filter [height, width, channels / groups, outputs]; fewer channels than x has make it a grouped convolution
 */
export function convolution(x: Tensor, filter: Tensor, geometry: Geometry = {}): Tensor {
  const ops = {
    forward: 'Conv2D',
    inputGradient: 'Conv2DBackpropInput',
    filterGradient: 'Conv2DBackpropFilter',
    attributes: ['use_cudnn_on_gpu'],
  };
  return convolutionWith(ops, x, filter, geometry);
}

/**
 * A convolution of each channel by itself.
 * @param x [batch, height, width, channels]
 * @param filter [height, width, channels, 1]
 */
export function depthwiseConvolution(x: Tensor, filter: Tensor, geometry: Geometry = {}): Tensor {
  const ops = {
    forward: 'DepthwiseConv2dNative',
    inputGradient: 'DepthwiseConv2dNativeBackpropInput',
    filterGradient: 'DepthwiseConv2dNativeBackpropFilter',
    attributes: [],
  };
  return convolutionWith(ops, x, filter, geometry);
}
