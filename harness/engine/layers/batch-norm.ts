import { constant } from '../initial.ts';
import { batchNormEvaluation, batchNormTraining } from '../ops/batch-norm.ts';
import type { Parameters } from '../parameters.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/** Does a forward pass use and change the batch's statistics (training), or the running ones (evaluation)? */
export type Pass = 'training' | 'evaluation';

/** torch.nn.BatchNorm2d on NHWC images: in training, a pass also moves the running statistics. */
export function batchNormLayer(parameters: Parameters, channels: number): (x: Tensor, pass: Pass) => Tensor {
  const torchShape = [channels];
  const weight = parameters.add('weight', { torchShape, initial: constant(1) });
  const bias = parameters.add('bias', { torchShape, initial: constant(0) });
  const mean = parameters.add('running_mean', { torchShape, initial: constant(0), trainable: false });
  const variance = parameters.add('running_var', { torchShape, initial: constant(1), trainable: false });
  const batches = parameters.addCounter('num_batches_tracked');
  return (x, pass) => {
    const inputs = {
      x,
      weight: weight.value,
      bias: bias.value,
      runningMean: mean.value,
      runningVariance: variance.value,
    };
    if (pass === 'evaluation') return batchNormEvaluation(inputs);
    batches.assign(tf.add(batches.value, tf.scalar(1, 'int32')));
    return batchNormTraining(inputs, (newMean, newVariance) => {
      mean.assign(newMean);
      variance.assign(newVariance);
    });
  };
}
