import { z } from 'zod';
import { matMul, matMulTransposed } from '../engine/ops/linear.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { crossEntropy, softmax } from '../engine/ops/softmax.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { knowledgeDistillation } from './kd.ts';
import { total } from './layers.ts';
import { standardised as standardisedLogits } from './logit-standardisation.ts';
import { defineMethod } from './method.ts';
import { divergences } from './modules/divergences.ts';
import { upToMedian } from './modules/up-to-median.ts';

/**
 * Multi-level Logit Distillation (Jin, Wang, Lin, CVPR 2023; Jin-Ying/Multi-Level-Logit-Distillation at 5ee473f, no licence): KD, and
 * the differences of class and batch correlations, at the row's five temperatures on a weakly and a strongly augmented view. With p
 * the probabilities at a temperature:
 *
 *     kd    = f * sum over {T, 3, 5, 2, 6} of KD(weak) + sum over {T, 3, 5} of KD(strong) + sum over {2, 6} of KD(weak)
 *     class = g * sum over the temperatures of |p_t' p_t - p_s' p_s|^2 / classes
 *     batch = f * sum over the temperatures of |p_t p_t' - p_s p_s'|^2 / batch
 *     loss  = weight * (kd + class + batch) + crossEntropy * cross entropy of the strong view
 *
 * f is the share of the batch of which the teacher is no surer than of its median image, g that of the classes that are no likelier
 * than the median class. As coded: the masks multiply what was averaged already, so that they come to those shares; at 2 and 6 the
 * weak view stands for the strong one; the strong view's class and batch terms are computed and never added. The row's `gamma`
 * weighs the weak view's cross entropy. The authors' recipes are not CRD's, and up to 960 epochs long (suites/own-recipes.ts).
 *
 * `form: 'as written'` is what the code sets out to compute: the masks choose the images whose KD and rows of p p' count, and the classes
 * whose rows of p' p count; the strong view has KD at all five temperatures, and class and batch terms, which no mask touches.
 */
export const mlkd = defineMethod({
  options: z.strictObject({
    name: z.literal('mlkd'),
    /** KD's first temperature: 4 in the authors' configurations. */
    temperature: z.number().positive().default(4),
    /** Of KD and of the correlations: 0.9 in the authors' configurations (KD.LOSS.KD_WEIGHT). */
    weight: z.number().min(0).default(0.9),
    /** Of the strong view's cross entropy: 0.1 in the authors' configurations (KD.LOSS.CE_WEIGHT). */
    crossEntropy: z.number().min(0).default(0.1),
    /** As the authors' code computes it by default. */
    form: z.literal('as written').optional(),
    /** Does KD see logits of mean 0 and deviation 1 (logit-standardisation.ts)? The correlations do not, nor do the masks. */
    standardised: z.literal(true).optional(),
  }),

  reads: 'logits',
  alsoReads: ['labels', 'strong'],
  create: ({ options: { temperature, weight, crossEntropy: ofStrong, form, standardised } }) => ({
    loss({ student, teacher, strong, labels }) {
      const levels = form === 'as written' ? multiLevelAsWritten : multiLevel;
      const terms = levels({ weak: { student, teacher }, strong }, [temperature, 3, 5, 2, 6], standardised);
      const distilled = tf.mul(total(Object.values(terms)), weight);
      return tf.add(distilled, tf.mul(crossEntropy(strong.student.logits, labels), ofStrong));
    },
  }),
});

interface View {
  student: { logits: Tensor };
  teacher: { logits: Tensor };
}
interface Views {
  weak: View;
  strong: View;
}

/**
 * The three terms as coded, scalars without a weight; logits are [batch, classes].
 * @param standardised does KD see standardised logits?
 */
export function multiLevel(views: Views, temperatures: readonly number[], standardised = false) {
  const { weak } = views;
  const ofKd = standardised ? standardise(views) : views;
  const ofImages = mean(sureUpToMedian(weak));
  const ofClasses = mean(likelyUpToMedian(weak));
  const kd = ({ student, teacher }: View, at: number) => knowledgeDistillation(student.logits, teacher.logits, at);
  const sumOf = (term: (at: number) => Tensor) => total(temperatures.map(term));
  return {
    kd: tf.add(
      tf.mul(
        sumOf((at) => kd(ofKd.weak, at)),
        ofImages,
      ),
      total(temperatures.map((at, i) => kd(i < 3 ? ofKd.strong : ofKd.weak, at))),
    ),
    classes: tf.mul(
      sumOf((at) => mean(classDifferences(weak, at))),
      ofClasses,
    ),
    batch: tf.mul(
      sumOf((at) => mean(imageDifferences(weak, at))),
      ofImages,
    ),
  };
}

/** The three terms where masks choose images and classes of the weak view, and the strong view has all of them. */
export function multiLevelAsWritten(views: Views, temperatures: readonly number[], standardised = false) {
  const term = (differences: typeof kdOfImages, mask: Tensor, { weak, strong }: Views) =>
    total(temperatures.flatMap((at) => [mean(tf.mul(differences(weak, at), mask)), mean(differences(strong, at))]));
  const ofImages = sureUpToMedian(views.weak);
  return {
    kd: term(kdOfImages, ofImages, standardised ? standardise(views) : views),
    classes: term(classDifferences, likelyUpToMedian(views.weak), views),
    batch: term(imageDifferences, ofImages, views),
  };
}

function standardise({ weak, strong }: Views): Views {
  const of = ({ student, teacher }: View) => ({
    student: { logits: standardisedLogits(student.logits) },
    teacher: { logits: standardisedLogits(teacher.logits) },
  });
  return { weak: of(weak), strong: of(strong) };
}

/** 1 for each image of which the teacher is no surer than of the median one, 0 for the others: [batch]. */
const sureUpToMedian = ({ teacher }: View) => stopGradient(upToMedian(tf.max(softmax(teacher.logits), 1)));

/** The same of the classes, of whose probabilities over the batch the sum counts: [classes]. */
const likelyUpToMedian = ({ teacher }: View) => stopGradient(upToMedian(sum(softmax(teacher.logits), [0])));

/** KD of each image, [batch]. */
const kdOfImages = ({ student, teacher }: View, temperature: number) =>
  divergences(student.logits, teacher.logits, temperature);

/** How far the classes' correlations over the batch are apart, squared, of each class: [classes]. */
const classDifferences = (view: View, temperature: number) =>
  differencesOf(view, temperature, (p) => matMul(tf.transpose(p), p));

/** The same of the images' correlations over the classes: [batch]. */
const imageDifferences = (view: View, temperature: number) =>
  differencesOf(view, temperature, (p) => matMulTransposed(p, p));

function differencesOf({ student, teacher }: View, temperature: number, correlate: (p: Tensor) => Tensor): Tensor {
  const [ofStudent, ofTeacher] = [student, teacher].map(({ logits }) =>
    correlate(softmax(tf.div(logits, temperature))),
  );
  return sum(tf.square(tf.sub(ofTeacher!, ofStudent!)), [1]);
}
