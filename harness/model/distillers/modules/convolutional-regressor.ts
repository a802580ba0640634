import { batchNormLayer, type Pass } from '../../engine/layers/batch-norm.ts';
import { defaultConvolutionLayer } from '../../engine/layers/default-convolution.ts';
import { transposedConvolutionLayer } from '../../engine/layers/transposed-convolution.ts';
import type { MapShape } from '../../engine/network.ts';
import { relu } from '../../engine/ops/activation.ts';
import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';

export interface RegressorOptions {
  /** Ends it in a ReLU? It does by default. */
  relu?: boolean;
}

/**
 * From maps of one shape to maps of another, by one convolution with batch norm (ConvReg in models/util.py).
 * @throws an Error where the sizes have no form: ask `regressorForm` before
 */
export function convolutionalRegressor(
  parameters: Parameters,
  from: MapShape,
  to: MapShape,
  options: RegressorOptions = {},
): (x: Tensor, pass?: Pass) => Tensor {
  const form = regressorForm(from, to);
  if (!form) throw new Error(`no regressor leads from maps of ${from.size} pixels to maps of ${to.size}`);
  const layer = form.transposed ? transposedConvolutionLayer : defaultConvolutionLayer;
  const convolve = layer(parameters.at('conv'), { ...form, inputs: from.channels, outputs: to.channels });
  const norm = batchNormLayer(parameters.at('bn'), to.channels);
  return (x, pass = 'training') => {
    const y = norm(convolve(x), pass);
    return (options.relu ?? true) ? relu(y) : y;
  };
}

/**
 * Which convolution makes maps of one size from maps of another: with a stride of 2 to half of it, transposed to its
 * double, else without padding to any smaller one (1x1 where they are equal). None where nothing does.
 */
export function regressorForm({ size: from }: MapShape, { size: to }: MapShape) {
  if (from === 2 * to) return { transposed: false, size: 3, stride: 2, padding: 1 };
  if (2 * from === to) return { transposed: true, size: 4, stride: 2, padding: 1 };
  return from >= to ? { transposed: false, size: 1 + from - to } : undefined;
}
