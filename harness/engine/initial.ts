import type { RandomStream } from './random.ts';
import { sizeOf } from './shape.ts';

/**
 * Draws a parameter's first values: PyTorch's distributions (torch.nn.init). Values are independent, so the layout does
 * not matter; only the shape in PyTorch's order does.
 */
export type Initial = (torchShape: readonly number[], random: RandomStream) => Float32Array;

const receptiveField = (shape: readonly number[]) => sizeOf(shape.slice(2));
const fill = (shape: readonly number[], draw: () => number) => Float32Array.from({ length: sizeOf(shape) }, draw);

export const constant =
  (value: number): Initial =>
  (shape) =>
    fill(shape, () => value);

/** torch.nn.init.kaiming_normal_(mode='fan_out', nonlinearity='relu'), what the CIFAR resnets use. */
export const kaimingNormalFanOut: Initial = (shape, random) => {
  const deviation = Math.sqrt(2 / (shape[0]! * receptiveField(shape)));
  return fill(shape, () => deviation * random.normal());
};

/** Uniform on +-bound. */
export const uniform =
  (bound: number): Initial =>
  (shape, random) =>
    fill(shape, () => bound * (2 * random.uniform() - 1));

/** torch.nn.Linear's default for weights (kaiming_uniform_ with a = sqrt(5)): uniform on +-1/sqrt(inputs). */
export const uniformFanIn: Initial = (shape, random) =>
  uniform(1 / Math.sqrt(shape[1]! * receptiveField(shape)))(shape, random);
