import { linearLayer } from '../../engine/layers/linear.ts';
import { relu } from '../../engine/ops/activation.ts';
import { normaliseRows } from '../../engine/ops/normalise.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/** A linear layer on vectors [batch, inputs], or on maps that have that many values (LinearEmbed in models/util.py). */
export function linearEmbedding(parameters: Parameters, inputs: number, outputs: number): (x: Tensor) => Tensor {
  const linear = linearLayer(parameters.at('linear'), inputs, outputs);
  return (x) => linear(flatten(x));
}

/** The same, then divided by its length (Embed in models/util.py). Zeros become NaN, as in the reference. */
export function normalisedEmbedding(parameters: Parameters, inputs: number, outputs: number): (x: Tensor) => Tensor {
  const embed = linearEmbedding(parameters, inputs, outputs);
  return (x) => normaliseRows(embed(x));
}

/** The same with a ReLU behind it, for hints that are vectors (Regress in models/util.py); no method of the paper has it. */
export function linearRegressor(parameters: Parameters, inputs: number, outputs: number): (x: Tensor) => Tensor {
  const embed = linearEmbedding(parameters, inputs, outputs);
  return (x) => relu(embed(x));
}

/** [batch, values], maps in PyTorch's order: channels, then positions. */
function flatten(x: Tensor): Tensor {
  const ordered = x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]) : x;
  return ordered.reshape([x.shape[0]!, -1]);
}
