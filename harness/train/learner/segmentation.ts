import { learningRateOf, type Recipe } from '../../job/recipe.ts';
import type { Step } from '../../model/engine/executor.ts';
import { gradients } from '../../model/engine/gradients.ts';
import type { Pass } from '../../model/engine/layers/batch-norm.ts';
import { countCorrect, greatest } from '../../model/engine/ops/accuracy.ts';
import { sum } from '../../model/engine/ops/reduction.ts';
import { crossEntropyOfKnown, isKnown } from '../../model/engine/ops/softmax.ts';
import { upsample } from '../../model/engine/ops/upsample.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import { createNetwork, type NetworkName } from '../../model/nets/registry.ts';
import { Optimiser } from '../step/optimiser.ts';
import { confusionMetric } from './confusion.ts';
import type { Learner } from './learner.ts';
import { prefixes, stepName } from './names.ts';

export interface SegmentationOptions {
  network: NetworkName;
  recipe: Recipe;
  /** Of pixels. */
  classes: number;
  /** [height, width, channels] */
  imageShape: readonly [number, number, number];
  /** Of the initial values. */
  seed: number;
}

/**
 * A network that learns which class each pixel of an image is of (ours: of the paper's networks for it no more was published than that
 * the student is trained further). It has no layers of its own: the network's classifier is applied to each place of its last map
 * instead of their mean, and the logits are upsampled to the image's size. Pixels whose class nobody knows count for nothing.
 *
 * Training steps are fed `pixelClasses`, the pixels' classes; `correct` is the share of the known pixels that they got right, times the
 * batch. Evaluation says `predicted`, the class of each pixel, [batch x height x width].
 */
export function createSegmentation({ network: name, recipe, classes, imageShape, seed }: SegmentationOptions): Learner {
  const [height, width] = imageShape;
  const parameters = new Parameters(seed, prefixes.student);
  const student = createNetwork(name, parameters, classes, height);
  const { variables } = parameters;
  const optimiser = new Optimiser(
    variables.filter(({ trainable }) => trainable),
    recipe,
  );

  /** Logits of each pixel, [batch x height x width, classes]. */
  function segment(images: Tensor, pass: Pass): Tensor {
    const map = student.forward(images, pass).maps.at(-1)!;
    const [batch, rows, columns, channels] = map.shape as [number, number, number, number];
    const logits = student.classify(map.reshape([-1, channels]));
    return upsample(logits.reshape([batch, rows, columns, classes]), height, width).reshape([-1, classes]);
  }

  const inputs = (batch: number) => ({ images: { dtype: 'float32', shape: [batch, ...imageShape] } }) as const;
  const trainingStep = (batch: number): Step => ({
    inputs: {
      ...inputs(batch),
      pixelClasses: { dtype: 'int32', shape: [batch * height * width] },
      learningRate: { dtype: 'float32', shape: [] },
    },
    run({ images, pixelClasses, learningRate }) {
      const {
        loss,
        outputs,
        gradients: slopes,
      } = gradients(optimiser.parameters, () => {
        const logits = segment(images!, 'training');
        return { loss: crossEntropyOfKnown(logits, pixelClasses!), outputs: { logits } };
      });
      optimiser.step(slopes, learningRate!);
      const share = tf.div(countCorrect(outputs.logits!, pixelClasses!), tf.maximum(sum(isKnown(pixelClasses!)), 1));
      return { loss, classification: loss, correct: tf.mul(share, batch) };
    },
  });

  const evaluationStep = (batch: number): Step => ({
    inputs: inputs(batch),
    run: ({ images }) => ({ predicted: greatest(segment(images!, 'evaluation')) }),
  });

  return {
    state: [...variables, ...optimiser.slots],
    teachers: [],
    reads: { pixelClasses: true },
    stages: [
      {
        stepName: stepName.train,
        purpose: '',
        epochs: recipe.epochs,
        learningRate: (epoch) => learningRateOf(recipe, epoch),
        scalars: () => ({}),
        apart: [],
        step: trainingStep,
      },
    ],
    trained: [
      {
        prefix: prefixes.student,
        variables,
        file: 'weights',
        evaluation: {
          name: stepName.evaluate,
          step: evaluationStep,
          metric: (data) => confusionMetric(data, classes),
        },
      },
    ],
  };
}
