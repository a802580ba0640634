import { constant } from '../initial.ts';
import { batchNormEvaluation, batchNormTraining } from '../ops/batch-norm.ts';
import { epsilon } from '../ops/batch-norm-attributes.ts';
import type { Parameters } from '../parameters.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/**
 * Does a forward pass use and change the batch's statistics (training), or the running ones (evaluation)? A frozen pass
 * is an evaluation of a network that never changes: what can be computed once is.
 */
export type Pass = 'training' | 'evaluation' | 'frozen';

export interface BatchNorm {
  (x: Tensor, pass: Pass): Tensor;
  /** With the running statistics it is scale * x + shift, each [channels]. */
  affine(): { scale: Tensor; shift: Tensor };
}

/** torch.nn.BatchNorm2d on NHWC images: in training, a pass also moves the running statistics. */
export function batchNormLayer(parameters: Parameters, channels: number): BatchNorm {
  const torchShape = [channels];
  const weight = parameters.add('weight', { torchShape, initial: constant(1) });
  const bias = parameters.add('bias', { torchShape, initial: constant(0) });
  const mean = parameters.add('running_mean', { torchShape, initial: constant(0), trainable: false });
  const variance = parameters.add('running_var', { torchShape, initial: constant(1), trainable: false });
  const batches = parameters.addCounter('num_batches_tracked');
  const layer = (x: Tensor, pass: Pass) => {
    const inputs = {
      x,
      weight: weight.value,
      bias: bias.value,
      runningMean: mean.value,
      runningVariance: variance.value,
    };
    if (pass !== 'training') return batchNormEvaluation(inputs);
    batches.assign(tf.add(batches.value, tf.scalar(1, 'int32')));
    return batchNormTraining(inputs, (newMean, newVariance) => {
      mean.assign(newMean);
      variance.assign(newVariance);
    });
  };
  const affine = () => {
    const scale = tf.div(weight.value, tf.sqrt(tf.add(variance.value, epsilon)));
    return { scale, shift: tf.sub(bias.value, tf.mul(mean.value, scale)) };
  };
  return Object.assign(layer, { affine });
}
