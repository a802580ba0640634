import { z } from 'zod';
import { networkSchema } from '../../job/network.ts';
import { type Step, type StepExecutor, setValues } from '../../model/engine/executor.ts';
import { gradients } from '../../model/engine/gradients.ts';
import type { Pass } from '../../model/engine/layers/batch-norm.ts';
import type { Network } from '../../model/engine/network.ts';
import { crossEntropy } from '../../model/engine/ops/softmax.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { compareQuantity, euclideanNorm, type QuantityComparison, samples, statistics } from './compare.ts';
import { compareGradients, type GradientComparison } from './gradients.ts';
import { formulaState, imagesFromTorch, inTorchOrder, variableNamed } from './state.ts';
import type { CaseVectors } from './vectors.ts';

const settingsSchema = z.object({
  network: networkSchema,
  num_classes: z.int().positive(),
  grad_param_names: z.array(z.string()),
  bn_layers: z.array(z.string()),
});

/** One of the four ways in which the vectors run a network, each from fresh weights; and a pass of ours that comes to the same. */
interface Way {
  mode: 'eval' | 'eval_preact' | 'train' | 'train_preact';
  pass: Pass;
}
const nameOf = ({ mode, pass }: Way) => `${mode}/${pass}`;

/** Each list is one step; only training changes variables, and of these statistics alone. */
const waysOfSteps: Record<string, Way[]> = {
  evaluation: [
    { mode: 'eval', pass: 'evaluation' },
    { mode: 'eval', pass: 'frozen' },
    { mode: 'eval_preact', pass: 'evaluation' },
  ],
  training: [{ mode: 'train', pass: 'training' }],
  preactivations: [{ mode: 'train_preact', pass: 'training' }],
};

/** Runs one network of the registry on its vectors: outputs, features, running statistics and gradients. */
export async function networkParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const settings = vectors.settings(settingsSchema);
  const input = vectors.get('input');
  const images = imagesFromTorch(input.values as Float32Array, input.shape);
  const labels = vectors.get('labels').values;
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const parameters = new Parameters(0);
  const network = createNetwork(settings.network, parameters, settings.num_classes, height);
  const { variables } = parameters;
  const imageShape = [batch, height, width, channels];
  const steps = Object.entries(waysOfSteps).map(([name, ways]) => {
    return [name, stepOf(ways, network, variables, imageShape)] as const;
  });
  const fresh = formulaState(vectors, variables, '', 'bn_init/');
  setValues(variables, fresh);
  const program = await createProgram(variables, Object.fromEntries(steps), mode);
  const comparisons: QuantityComparison[] = [];
  // The reference hands out the pooled vector as the last of its features.
  const featureShapes = [
    ...network.maps.map(({ channels, size }) => [batch, size, size, channels]),
    [batch, network.pooled],
  ];
  const compareOutputs = (way: Way, outputs: Record<string, Values>) => {
    const { mode } = way;
    const features = featureShapes.map((shape, i) => inTorchOrder(outputs[`${nameOf(way)} feature${i}`]!, shape));
    comparisons.push(
      // Pre-activations change what is handed out, not what comes out.
      compareQuantity(vectors, `${mode.replace('_preact', '')}/logits`, outputs[`${nameOf(way)} logits`]!),
      compareQuantity(
        vectors,
        `${mode}/feat_samples`,
        features.flatMap((feature) => samples(feature, 64)),
      ),
      compareQuantity(vectors, `${mode}/feat_stats`, features.flatMap(statistics)),
    );
    if (mode === 'train') {
      comparisons.push(compareQuantity(vectors, 'train/cross_entropy', outputs.loss!));
      const slopes = compareGradients(vectors, 'train', settings.grad_param_names, variables, outputs);
      comparisons.push(...forgiveReluFlips(slopes));
    }
    if (mode.startsWith('train')) {
      comparisons.push(...compareStatistics(vectors, mode, settings.bn_layers, variables, program));
    }
  };
  for (const [name, ways] of Object.entries(waysOfSteps)) {
    if (name === 'preactivations') program.write(fresh);
    const outputs = program.run(name, { images, labels });
    for (const way of ways) compareOutputs(way, outputs);
  }
  program.dispose();
  return comparisons;
}

/** A step: its outputs are the logits and the features of each way and, in `train`, loss and gradients. */
function stepOf(
  ways: readonly Way[],
  network: Network,
  variables: readonly Variable[],
  imageShape: readonly number[],
): Step {
  const trained = variables.filter(({ trainable }) => trainable);
  const forward = (way: Way, images: Tensor) => {
    const preactivations = way.mode.endsWith('preact');
    const { logits, pooled, ...outputs } = network.forward(images, way.pass, { preactivations });
    const shown = preactivations ? outputs.preactivations! : outputs.maps;
    const features = [...shown, pooled].map((feature, i) => [`${nameOf(way)} feature${i}`, feature] as const);
    return { logits, named: Object.fromEntries<Tensor>([[`${nameOf(way)} logits`, logits], ...features]) };
  };
  return {
    inputs: {
      images: { dtype: 'float32', shape: imageShape },
      labels: { dtype: 'int32', shape: imageShape.slice(0, 1) },
    },
    run({ images, labels }) {
      const train = ways.find(({ mode }) => mode === 'train');
      if (!train) return Object.assign({}, ...ways.map((way) => forward(way, images!).named));
      const slopes = gradients(trained, () => {
        const { logits, named } = forward(train, images!);
        return { loss: crossEntropy(logits, labels!), outputs: named };
      });
      const named = trained.map(({ name }, i) => [`gradient ${name}`, slopes.gradients[i]!]);
      return { ...slopes.outputs, ...Object.fromEntries(named), loss: slopes.loss };
    },
  };
}

/** The running statistics after one training pass, of the layers that the vectors keep. */
function compareStatistics(
  vectors: CaseVectors,
  mode: string,
  layers: readonly string[],
  variables: readonly Variable[],
  program: StepExecutor,
): QuantityComparison[] {
  const buffers = layers.flatMap((layer) =>
    ['running_mean', 'running_var', 'num_batches_tracked'].map((buffer) => `${layer}.${buffer}`),
  );
  const state = program.read(buffers.map((name) => variableNamed(name, variables, vectors.name)));
  return buffers.map((name) => compareQuantity(vectors, `${mode}/${name}`, state.get(name)!));
}

/**
 * One ReLU within rounding of zero may fall on the other side and moves all gradients below it: where single parameters
 * miss their tolerance, the vectors' README accepts a network of which 90 % of the parameters are within 0.1 and all
 * samples point the same way (cosine > 0.999).
 */
function forgiveReluFlips(gradients: readonly GradientComparison[]): QuantityComparison[] {
  if (gradients.every(({ error, tolerance }) => error <= tolerance)) {
    return gradients.map(({ quantity, error, tolerance }) => ({ quantity, error, tolerance }));
  }
  // What is 0 by construction stays so, whatever has flipped.
  const zeros = gradients.filter(({ ours }) => ours.length === 0);
  const near = gradients.filter(({ error }) => error <= 0.1).length / gradients.length;
  const a = gradients.flatMap(({ ours }) => ours);
  const b = gradients.flatMap(({ theirs }) => theirs);
  const cosine = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (euclideanNorm(a) * euclideanNorm(b));
  return [
    ...zeros.map(({ quantity, error, tolerance }) => ({ quantity, error, tolerance })),
    { quantity: 'gradients: share of parameters beyond 0.1', error: 1 - near, tolerance: 0.1 },
    { quantity: 'gradients: 1 - cosine', error: 1 - cosine, tolerance: 1e-3 },
  ];
}
