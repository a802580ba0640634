import { attribute, backend, differentiable, kernels } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { type BatchNormInputs, batchNormAttributes } from './batch-norm-attributes.ts';
import { foldedBatchNorm, foldOf } from './folded-batch-norm.ts';

/** As torch.nn.BatchNorm2d's default. */
const momentum = 0.1;

function batchNorm(
  { x, weight, bias, runningMean, runningVariance }: BatchNormInputs,
  training: boolean,
  noteStatistics: (mean: Tensor, variance: Tensor) => void,
): Tensor {
  const attributes = batchNormAttributes(training);
  const forward = [...attributes, attribute.float('exponential_avg_factor', training ? momentum : 1)];
  return differentiable(
    [x, weight, bias],
    (x, weight, bias) => {
      const outputs = kernels('FusedBatchNormV3', 6, forward, x!, weight!, bias!, runningMean, runningVariance);
      const [value, mean, variance, ...reserved] = outputs as [Tensor, Tensor, Tensor, ...Tensor[]];
      noteStatistics(mean, variance);
      // In evaluation the kernel's gradient wants the statistics that it was given.
      const statistics = training ? reserved : [runningMean, runningVariance, reserved[2]!];
      return { value, saved: [x!, weight!, ...statistics] };
    },
    (dy, saved) => kernels('FusedBatchNormGradV3', 5, attributes, dy, ...saved).slice(0, 3),
  );
}

/**
 * Batch normalisation with the batch's own statistics: biased variance to normalise, unbiased in the running one, as
 * PyTorch's.
 * @param noteStatistics is given the new running mean and variance, each [channels]
 */
export function batchNormTraining(
  inputs: BatchNormInputs,
  noteStatistics: (mean: Tensor, variance: Tensor) => void,
): Tensor {
  const { x, runningMean, runningVariance } = inputs;
  const fold = backend().isUsingGpuDevice ? 1 : foldOf(x.shape);
  if (fold === 1) return batchNorm(inputs, true, noteStatistics);
  return foldedBatchNorm(inputs, fold, (mean, variance) => {
    const count = x.size / mean.size;
    const moved = (before: Tensor, now: Tensor, factor: number) =>
      tf.add(tf.mul(before, 1 - momentum), tf.mul(now, momentum * factor));
    noteStatistics(moved(runningMean, mean, 1), moved(runningVariance, variance, count / (count - 1)));
  });
}

/** Batch normalisation with the running statistics. */
export function batchNormEvaluation(inputs: BatchNormInputs): Tensor {
  return batchNorm(inputs, false, () => {});
}
