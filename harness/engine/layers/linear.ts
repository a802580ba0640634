import { uniform, uniformFanIn } from '../initial.ts';
import { linear } from '../ops/linear.ts';
import type { Parameters } from '../parameters.ts';
import type { Tensor } from '../tensorflow.ts';

/** torch.nn.Linear, with PyTorch's default initial values. */
export function linearLayer(parameters: Parameters, inputs: number, outputs: number): (x: Tensor) => Tensor {
  const weight = parameters.add('weight', { torchShape: [outputs, inputs], initial: uniformFanIn, layout: 'linear' });
  const bias = parameters.add('bias', { torchShape: [outputs], initial: uniform(1 / Math.sqrt(inputs)) });
  return (x) => linear(x, weight.value, bias.value);
}
