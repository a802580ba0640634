import { linear } from '../../model/engine/ops/linear.ts';
import { tf } from '../../model/engine/tensorflow.ts';
import type { Moments, VectorRows } from './standardise.ts';

/** A linear layer, in PyTorch's layout. */
export interface LinearLayer {
  /** [classes, width] */
  weight: Float32Array;
  /** [classes] */
  bias: Float32Array;
}

/**
 * The layer that outputs for vectors what one fitted on standardised vectors outputs for those.
 * @param coefficients [width + 1, classes], the biases last
 */
export function layerFor(coefficients: Float64Array, { mean, deviation }: Moments): LinearLayer {
  const width = mean.length;
  const classes = coefficients.length / (width + 1);
  const weight = new Float32Array(classes * width);
  const bias = new Float32Array(classes);
  for (let one = 0; one < classes; one++) {
    let sum = coefficients[width * classes + one]!;
    for (let i = 0; i < width; i++) {
      const scaled = coefficients[i * classes + one]! / deviation[i]!;
      weight[one * width + i] = scaled;
      sum -= scaled * mean[i]!;
    }
    bias[one] = sum;
  }
  return { weight, bias };
}

/** What a layer outputs for vectors: [count, classes]. */
export function applyLayer({ weight, bias }: LinearLayer, { values, width }: VectorRows): Float32Array {
  const logits = tf.tidy(() => {
    const transposed = tf.transpose(tf.tensor2d(weight, [bias.length, width]));
    return linear(tf.tensor2d(values, [values.length / width, width]), transposed, tf.tensor1d(bias));
  });
  const said = logits.dataSync() as Float32Array;
  logits.dispose();
  return said;
}
