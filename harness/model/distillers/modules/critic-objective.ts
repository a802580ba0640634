import { constant } from '../../engine/initial.ts';
import { criticKernel, hasCriticKernel } from '../../engine/ops/critic-kernel.ts';
import { mean, sum } from '../../engine/ops/reduction.ts';
import { stopGradient } from '../../engine/ops/stop-gradient.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { tf } from '../../engine/tensorflow.ts';
import type { ContrastiveObjective, ObjectiveOptions } from './contrastive-transfer.ts';
import { cheaperForm } from './memory-bank.ts';

/** In both denominators, as in the reference's code. */
const epsilon = 1e-7;

/**
 * The paper's own objective (section 3.2, equations 10 to 19), which asks of each image by itself whether it is the positive:
 *
 *     score(anchor, row) = exp(anchor . row / T) / Z
 *     loss = - log(p / (p + N/M)) - sum over N negatives of log((N/M) / (q + N/M))
 *
 * with p the score of the same image's row, q those of the negatives, M the number of training images; averaged over the
 * batch. As the reference's code has it:
 * - Z of a direction is set once, by the first batch, to the mean score (the positives' included) times M.
 * - The noise is 1/M, whatever images negatives are drawn from.
 */
export function criticObjective(
  parameters: Parameters,
  direction: string,
  options: ObjectiveOptions,
): ContrastiveObjective {
  const { negatives, temperature, images } = options;
  const form = options.form ?? cheapestForm(options);
  // Below zero means: not set yet.
  const unset = { torchShape: [], initial: constant(-1), trainable: false };
  const normaliser = parameters.add(`normaliser_${direction}`, unset);
  const noise = negatives / images;

  return ({ anchors, bank, contrast }) => {
    if (form === 'one kernel') {
      const inputs = { anchors, bank: bank.value, contrast, normaliser: normaliser.value };
      return { loss: criticKernel(inputs, { temperature, epsilon }, (used) => normaliser.assign(used)) };
    }
    const products = bank.products(anchors, contrast, form);
    const exponentials = tf.exp(tf.div(products, temperature));
    const firstNormaliser = stopGradient(tf.mul(mean(exponentials), images));
    normaliser.assign(tf.where(tf.less(normaliser.value, 0), firstNormaliser, normaliser.value));
    const scores = tf.div(exponentials, normaliser.value);
    const batch = products.shape[0]!;
    const positive = tf.slice(scores, [0, 0], [batch, 1]);
    const negative = tf.slice(scores, [0, 1], [batch, negatives]);
    // log(1 + x) keeps the digits that the quotient's logarithm loses where a score is small.
    const positiveLoss = sum(tf.log1p(tf.div(noise + epsilon, positive)));
    const negativeLoss = sum(tf.log1p(tf.div(tf.add(negative, epsilon), noise)));
    return { scores, loss: tf.div(tf.add(positiveLoss, negativeLoss), batch) };
  };
}

/** The kernel goes through the whole bank too, so that of a very large one gathered rows are cheaper. */
function cheapestForm(options: ObjectiveOptions): NonNullable<ObjectiveOptions['form']> {
  const form = cheaperForm(options.images, 1 + options.negatives);
  return form === 'whole bank' && hasCriticKernel(options) ? 'one kernel' : form;
}
