import { mean } from '../../engine/ops/reduction.ts';
import { logSoftmax } from '../../engine/ops/softmax.ts';
import { tf } from '../../engine/tensorflow.ts';
import type { ContrastiveObjective, ObjectiveOptions } from './contrastive-transfer.ts';

/**
 * InfoNCE (van den Oord, Li and Vinyals, arXiv 1807.03748, equation 4; compared with the paper's objective in its Table 6),
 * which asks which of the rows is the positive's:
 *
 *     score(anchor, row) = anchor . row / T
 *     loss = - log(exp(p) / (exp(p) + sum over N negatives of exp(q)))
 *
 * with p the score of the same image's row, q those of the negatives; averaged over the batch. It has neither a Z nor a
 * noise constant. The authors published no code for it.
 */
export function infoNceObjective(_: unknown, __: unknown, options: ObjectiveOptions): ContrastiveObjective {
  const { temperature, form } = options;
  return ({ anchors, bank, contrast }) => {
    const products = bank.products(anchors, contrast, form === 'one kernel' ? undefined : form);
    const scores = tf.div(products, temperature);
    const ofPositive = tf.slice(logSoftmax(scores), [0, 0], [products.shape[0]!, 1]);
    return { scores, loss: tf.neg(mean(ofPositive)) };
  };
}
