import type { RandomStream } from './random.ts';
import { sizeOf } from './shape.ts';

/**
 * Draws a parameter's first values: PyTorch's distributions (torch.nn.init). Values are independent, so the layout does
 * not matter; only the shape in PyTorch's order does.
 */
export type Initial = (torchShape: readonly number[], random: RandomStream) => Float32Array;

const receptiveField = (shape: readonly number[]) => sizeOf(shape.slice(2));
function fill(shape: readonly number[], draw: () => number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return values;
}

export const constant =
  (value: number): Initial =>
  (shape) =>
    fill(shape, () => value);

/** Normal around zero. */
export const normal =
  (deviation: number): Initial =>
  (shape, random) =>
    fill(shape, () => deviation * random.normal());

/** torch.nn.init.kaiming_normal_(mode='fan_out', nonlinearity='relu'), what most of the reference's networks use. */
export const kaimingNormalFanOut: Initial = (shape, random) =>
  normal(Math.sqrt(2 / (shape[0]! * receptiveField(shape))))(shape, random);

/** Uniform on +-bound. */
export const uniform =
  (bound: number): Initial =>
  (shape, random) =>
    fill(shape, () => bound * (2 * random.uniform() - 1));

/** PyTorch's default for the weights of torch.nn.Linear and Conv2d (kaiming_uniform_ with a = sqrt(5)): uniform on +-1/sqrt(fan in). */
export const uniformFanIn: Initial = (shape, random) =>
  uniform(1 / Math.sqrt(shape[1]! * receptiveField(shape)))(shape, random);

/** torch.nn.init.kaiming_uniform_ with a = 1: uniform on +-sqrt(3 / fan in). */
export const kaimingUniformLinear: Initial = (shape, random) =>
  uniform(Math.sqrt(3 / (shape[1]! * receptiveField(shape))))(shape, random);
