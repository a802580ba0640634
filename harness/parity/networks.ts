import { gradients } from '../engine/gradients.ts';
import type { Pass } from '../engine/layers/batch-norm.ts';
import type { Network } from '../engine/network.ts';
import { crossEntropy } from '../engine/ops/softmax.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram, type Mode, type Step } from '../engine/program.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { networkSchema } from '../job/network.ts';
import { networks } from '../nets/registry.ts';
import { type Comparison, compare, euclideanNorm, relativeError, samples, statistics } from './compare.ts';
import { formulaState, imagesFromTorch, inTorchOrder, variableInTorch } from './state.ts';
import type { Vectors } from './vectors.ts';

/** Runs one network of the registry on its vectors: outputs, features, running statistics and gradients. */
export async function networkParity(vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const name = networkSchema.parse(vectors.settings.network);
  const parameters = new Parameters(0);
  const network = networks[name](parameters, Number(vectors.settings.num_classes));
  const { variables } = parameters;
  const input = vectors.get('input');
  const images = imagesFromTorch(input.values as Float32Array, input.shape);
  const labels = vectors.get('labels').values;
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const shapes = new Map<string, readonly number[]>();
  const step = (pass: Pass): Step => ({
    inputs: {
      images: { dtype: 'float32', shape: [batch, height, width, channels] },
      labels: { dtype: 'int32', shape: [batch] },
    },
    run: (inputs) => evaluate(network, variables, pass, inputs, shapes),
  });
  const program = await createProgram(variables, { evaluation: step('evaluation'), training: step('training') }, mode);
  const comparisons: Comparison[] = [];
  for (const [pass, label] of [['evaluation', 'eval'] as const, ['training', 'train'] as const]) {
    program.write(formulaState(vectors, variables, '', 'bn_init/'));
    const outputs = program.run(pass, { images, labels });
    comparisons.push(compare(vectors, `${label}/logits`, outputs.logits!));
    const featureKinds = [
      [label, 'feature'],
      [`${label}_preact`, 'preactivation'],
    ] as const;
    for (const [mode, kind] of featureKinds) {
      const features = network.featureChannels.map((_, i) =>
        inTorchOrder(outputs[`${kind}${i}`]!, shapes.get(`${kind}${i}`)!),
      );
      comparisons.push(
        compare(
          vectors,
          `${mode}/feat_samples`,
          features.flatMap((feature) => samples(feature, 64)),
        ),
      );
      comparisons.push(compare(vectors, `${mode}/feat_stats`, features.flatMap(statistics)));
    }
    if (pass === 'training') {
      comparisons.push(compare(vectors, 'train/cross_entropy', outputs.loss!));
      comparisons.push(...compareStatistics(vectors, program.read()));
      comparisons.push(...compareGradients(vectors, variables, outputs));
    }
  }
  program.dispose();
  return comparisons;
}

function evaluate(
  network: Network,
  variables: readonly Variable[],
  pass: Pass,
  { images, labels }: Record<string, Tensor>,
  shapes: Map<string, readonly number[]>,
): Record<string, Tensor> {
  const trained = variables.filter(({ trainable }) => trainable);
  const {
    loss,
    outputs,
    gradients: slopes,
  } = gradients(trained, () => {
    const { logits, features, preactivations } = network.forward(images!, pass);
    const outputs: Record<string, Tensor> = { logits };
    for (const [i, feature] of features.entries()) outputs[`feature${i}`] = feature;
    for (const [i, preactivation] of preactivations.entries()) outputs[`preactivation${i}`] = preactivation;
    for (const [name, { shape }] of Object.entries(outputs)) shapes.set(name, shape);
    return { loss: crossEntropy(logits, labels!), outputs };
  });
  const slopeOutputs = trained.map(({ name }, i) => [`gradient ${name}`, slopes[i]!]);
  return { ...outputs, ...Object.fromEntries(slopeOutputs), loss };
}

/** The running statistics after one training pass, of the layers that the vectors keep. */
function compareStatistics(vectors: Vectors, state: ReadonlyMap<string, Values>): Comparison[] {
  const layers = vectors.settings.bn_layers as string[];
  return layers.flatMap((layer) =>
    ['running_mean', 'running_var', 'num_batches_tracked'].map((buffer) =>
      compare(vectors, `train/${layer}.${buffer}`, state.get(`${layer}.${buffer}`)!),
    ),
  );
}

/**
 * The gradients of the mean cross entropy, parameter by parameter. One ReLU within rounding of zero may fall on the
 * other side and moves what is below it: where single parameters miss their tolerance, the vectors' README accepts a
 * network of which 90 % of the parameters are within 0.1 and all samples point the same way (cosine > 0.999).
 */
function compareGradients(
  vectors: Vectors,
  variables: readonly Variable[],
  outputs: Record<string, Values>,
): Comparison[] {
  const names = vectors.settings.grad_param_names as string[];
  const scale = vectors.get('train/grad_absmax').values;
  const tolerance = vectors.get('train/grad_tol').values;
  const isZero = vectors.has('train/grad_structural_zero')
    ? vectors.get('train/grad_structural_zero').values
    : undefined;
  const theirs = vectors.expected('train/grad_samples').values;
  const norms = vectors.expected('train/grad_norm').values;
  const greatest = Math.max(...scale);
  const errors = names.map((name, p) => {
    const variable = variables.find((variable) => variable.name === name)!;
    const gradient = variableInTorch(outputs[`gradient ${name}`]!, variable);
    if (isZero?.[p]) {
      const largest = Math.max(...gradient.map(Math.abs));
      return { quantity: `gradient of ${name}`, error: largest / greatest, tolerance: 1e-5, ours: [], theirs: [] };
    }
    const ours = samples(gradient, 16).map((value) => value / scale[p]!);
    const expected = Array.from({ length: 16 }, (_, j) => theirs[p * 16 + j]! / scale[p]!);
    const sampleError = Math.max(...ours.map((value, j) => Math.abs(value - expected[j]!)));
    const normError = relativeError([euclideanNorm(gradient)], [norms[p]!]);
    const error = Math.max(sampleError, normError);
    return { quantity: `gradient of ${name}`, error, tolerance: tolerance[p]!, ours, theirs: expected };
  });
  const missed = errors.filter(({ error, tolerance }) => error > tolerance);
  if (missed.length === 0) return errors.map(({ quantity, error, tolerance }) => ({ quantity, error, tolerance }));
  const near = errors.filter(({ error }) => error <= 0.1).length / errors.length;
  const a = errors.flatMap(({ ours }) => ours);
  const b = errors.flatMap(({ theirs }) => theirs);
  const cosine = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (euclideanNorm(a) * euclideanNorm(b));
  return [
    { quantity: 'gradients: share of parameters beyond 0.1', error: 1 - near, tolerance: 0.1 },
    { quantity: 'gradients: 1 - cosine', error: 1 - cosine, tolerance: 1e-3 },
  ];
}
