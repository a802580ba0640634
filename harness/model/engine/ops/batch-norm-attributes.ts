import { type Attribute, attribute } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

/** As torch.nn.BatchNorm2d's default. */
export const epsilon = 1e-5;

export interface BatchNormInputs {
  /** [batch, height, width, channels] */
  x: Tensor;
  /** Each [channels]. */
  weight: Tensor;
  bias: Tensor;
  runningMean: Tensor;
  runningVariance: Tensor;
}

/** What FusedBatchNormV3 and its gradient are told. */
export function batchNormAttributes(training: boolean): Attribute[] {
  return [
    attribute.type('T'),
    attribute.type('U'),
    attribute.float('epsilon', epsilon),
    attribute.text('data_format', 'NHWC'),
    attribute.flag('is_training', training),
  ];
}
