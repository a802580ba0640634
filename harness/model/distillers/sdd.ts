import { z } from 'zod';
import { oneHot } from '../engine/ops/one-hot.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../engine/ops/softmax.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { decoupledDivergences, dkd } from './dkd.ts';
import { kd } from './kd.ts';
import { hasLayersBehindMaps } from './layers-behind-maps.ts';
import { defineMethod } from './method.ts';
import { divergences } from './modules/divergences.ts';
import { regionalLogits } from './modules/regional-logits.ts';
import { softCrossEntropy } from './modules/soft-cross-entropy.ts';

/** What SDD's code calls NKD: the label's class stays in the second term, as in NKD's own code before October 2023 (nkd.ts). */
const ofAllClasses = z.strictObject({
  name: z.literal('nkd over all classes'),
  /** Weight of the cross entropy: 1.5 in the authors' code (gamma). */
  all: z.number().min(0).default(1.5),
  /** 1 in the authors' code. */
  temperature: z.number().positive().default(1),
});

/** The loss of a region. */
const regionalLossSchema = z.discriminatedUnion('name', [
  kd.options,
  dkd.options.omit({ normalisesTwice: true }),
  ofAllClasses,
]);
export type RegionalLoss = z.output<typeof regionalLossSchema>;

/**
 * Scale Decoupled Distillation (Wei, Luo, Luo, CVPR 2024; shicaiwei123/SDD-CVPR2024 at e412036, MIT). Both networks' own
 * classifiers read regions of their last maps (modules/regional-logits.ts), and a loss on logits compares each:
 *
 *     loss = mean over images and regions of weight * loss of the region's logits
 *
 * The weight is 2 where the teacher is right about the region and wrong about the image, or the other way round, and 1 elsewhere. The
 * networks' classifiers have to read the mean of the last map: those with layers between the two are no pairs of it here, though
 * the authors changed their code for some.
 *
 * In the authors' code the term rises over 20 epochs, but with KD, whose warm-up is set and never used.
 */
export const sdd = defineMethod({
  options: z.strictObject({
    name: z.literal('sdd'),
    /** How many regions stand side by side at most: 2 for pairs of one architecture and vgg13/vgg8 in the authors' scripts, else 4. */
    finest: z.union([z.literal(2), z.literal(4)]).default(2),
    /** By default KD at the temperature 4, as in the authors' code. */
    of: regionalLossSchema.default({ name: 'kd', temperature: 4 }),
  }),
  unfit: (student, teacher) => hasLayersBehindMaps(student) ?? hasLayersBehindMaps(teacher),
  reads: 'maps',
  alsoReads: ['labels'],
  create: ({ options: { finest, of }, student: ofStudent, teacher: ofTeacher }) => ({
    loss: ({ student, teacher, labels }) =>
      scaleDecoupled(
        regionalLogits(student.maps.at(-1)!, ofStudent.classify, finest),
        regionalLogits(teacher.maps.at(-1)!, ofTeacher.classify, finest),
        { labels, of },
      ),
  }),
});

/**
 * A scalar.
 * @param student logits, [batch, regions, classes]; the first region is all of the map
 * @param teacher logits, [batch, regions, classes]
 * @param labels of the images, [batch] (integers)
 */
export function scaleDecoupled(
  student: Tensor,
  teacher: Tensor,
  { labels, of }: { labels: Tensor; of: RegionalLoss },
): Tensor {
  const [batch, regions, classes] = student.shape as [number, number, number];
  const flat = (logits: Tensor) => logits.reshape([batch * regions, classes]);
  const ofRegions = tf.tile(labels.reshape([batch, 1]), [1, regions]).reshape([batch * regions]);
  const losses = lossesOf(flat(student), flat(teacher), ofRegions, of).reshape([batch, regions]);
  const atLabel = sum(tf.mul(teacher, oneHot(labels, classes).reshape([batch, 1, classes])), [2]);
  const isRight = tf.cast(tf.greaterEqual(atLabel, tf.max(teacher, 2)), 'float32');
  const disagrees = tf.abs(tf.sub(isRight, tf.slice(isRight, [0, 0], [batch, 1])));
  return mean(tf.mul(losses, stopGradient(tf.add(1, disagrees))));
}

/** Of each of some logits [n, classes]: [n]. */
function lossesOf(student: Tensor, teacher: Tensor, labels: Tensor, of: RegionalLoss): Tensor {
  const { temperature } = of;
  if (of.name === 'kd') return divergences(student, teacher, temperature);
  if (of.name === 'dkd') {
    const { target, nonTarget } = decoupledDivergences(student, teacher, labels, temperature);
    return tf.add(tf.mul(target, of.target), tf.mul(nonTarget, of.nonTarget));
  }
  const label = oneHot(labels, student.shape[1]!);
  const atLabel = (values: Tensor) => sum(tf.mul(values, label), [1]);
  const target = tf.neg(tf.mul(atLabel(softmax(teacher)), atLabel(logSoftmax(student))));
  const all = softCrossEntropy(tf.div(student, temperature), tf.div(teacher, temperature));
  return tf.add(target, tf.mul(all, of.all * temperature ** 2));
}
