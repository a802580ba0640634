import type { Network, NetworkDefinition } from '../engine/network.ts';
import { linear } from '../engine/ops/linear.ts';
import { Outline, type VariableShape } from '../engine/outline.ts';
import type { Parameters } from '../engine/parameters.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';
import { bottleneckResnets } from './bottleneck-resnet.ts';
import { fiveLayerNetworks } from './five-layers.ts';
import { imagenetResnets } from './imagenet-resnet.ts';
import { mobileNetV2s } from './mobilenet-v2.ts';
import { resnets } from './resnet.ts';
import { shuffleNetV1s } from './shufflenet-v1.ts';
import { shuffleNetV2s } from './shufflenet-v2.ts';
import { vggs } from './vgg.ts';
import { wideResnets } from './wide-resnet.ts';

/** Every network, by the reference's or the paper's name: what suites call it. Nothing here loads TensorFlow yet. */
export const networks = {
  ...resnets,
  ...bottleneckResnets,
  ...imagenetResnets,
  ...wideResnets,
  ...vggs,
  ...mobileNetV2s,
  ...shuffleNetV1s,
  ...shuffleNetV2s,
  ...fiveLayerNetworks,
} satisfies Record<string, NetworkDefinition>;

export type NetworkName = keyof typeof networks;

/**
 * Makes a network; its variables are added to the parameters.
 * @param imageSize height and width of the images, in pixels
 */
export function createNetwork(name: NetworkName, parameters: Parameters, classes: number, imageSize = 32): Network {
  const { maps, pooled, head, norms = [], build }: NetworkDefinition = networks[name];
  const forward = build(parameters, classes);
  // All networks add it last.
  const classifier = parameters.variables.slice(-2) as [weight: Variable, bias: Variable];
  const variableOf = (module: string, name: string) =>
    parameters.variables.find((variable) => variable.name === `${parameters.prefix}${module}.${name}`)!;
  const classify = (vectors: Tensor) => linear(vectors, classifier[0].value, classifier[1].value);
  return {
    ...{ name, classes, maps: maps(imageSize), pooled, head, hasNorms: norms.length > 0 },
    norms: norms.map((module) => ({ weight: variableOf(module, 'weight'), bias: variableOf(module, 'bias') })),
    ...{ forward, classifier, classify },
  };
}

/** The variables of a network, in its order and without values: those of its classifier stand last. Loads no TensorFlow. */
export function outlineOf(name: NetworkName, classes: number): VariableShape[] {
  const outline = new Outline();
  createNetwork(name, outline, classes);
  return outline.shapes;
}
