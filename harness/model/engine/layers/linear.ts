import { type Initial, uniform, uniformFanIn } from '../initial.ts';
import { linear } from '../ops/linear.ts';
import type { Parameters } from '../parameters.ts';
import type { Tensor } from '../tensorflow.ts';

/** torch.nn.Linear; with PyTorch's default initial values by default. */
export function linearLayer(
  parameters: Parameters,
  inputs: number,
  outputs: number,
  initial: { weight?: Initial; bias?: Initial } = {},
): (x: Tensor) => Tensor {
  const { weight: drawWeight = uniformFanIn, bias: drawBias = uniform(1 / Math.sqrt(inputs)) } = initial;
  const weight = parameters.add('weight', { torchShape: [outputs, inputs], initial: drawWeight, layout: 'linear' });
  const bias = parameters.add('bias', { torchShape: [outputs], initial: drawBias });
  return (x) => linear(x, weight.value, bias.value);
}
