import type { AnyImageData } from '../../data/sets/image-set.ts';
import { accuraciesOf } from '../../job/accuracy.ts';
import type { Prediction } from '../../model/distillers/method.ts';
import type { Network } from '../../model/engine/network.ts';
import { evaluationStep } from '../step/step.ts';
import { diverged } from './diverged.ts';
import type { Evaluation, MetricUnderWay } from './learner.ts';

/**
 * Tests which class each image is of.
 * @param name its step's
 * @param prediction what the network says instead of its own classifier's logits
 */
export function classification(
  name: string,
  network: Network,
  imageShape: readonly number[],
  prediction?: Prediction,
): Evaluation {
  return { name, step: (batch) => evaluationStep(network, batch, imageShape, prediction), metric: accuracies };
}

/** Top-1 and top-5 accuracy, of outputs `logits`, [batch, classes]. */
function accuracies({ test: { labels }, classes }: Pick<AnyImageData, 'test' | 'classes'>): MetricUnderWay {
  const all = new Float32Array(labels.length * classes);
  return {
    add({ logits }, first) {
      const batch = logits as Float32Array;
      // What fills the last batch up is not counted again.
      all.set(batch.subarray(0, all.length - first * classes), first * classes);
    },
    measured() {
      if (!all.every(Number.isFinite)) throw diverged('A logit of a test image');
      const [accuracy, top5Accuracy] = accuraciesOf(all, labels, [1, 5]);
      return { accuracy: accuracy!, top5Accuracy: top5Accuracy!, logits: all };
    },
  };
}
