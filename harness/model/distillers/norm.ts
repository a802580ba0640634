import { z } from 'zod';
import { globalAveragePool, maxPool } from '../engine/ops/pooling.ts';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { knowledgeDistillation } from './kd.ts';
import { hasLayersBehindMaps } from './layers-behind-maps.ts';
import { defineMethod } from './method.ts';
import { featureTransform } from './modules/feature-transform.ts';
import { onceInTraining } from './modules/once-in-training.ts';
import { scheduleSchema } from './schedule.ts';

/**
 * NORM: N-to-One Representation Matching (Liu et al., ICLR 2023; the authors' code: OSVAI/NORM, commit c6dfc39, BSD-2). The student
 * gets a feature transform behind its last map (modules/feature-transform.ts), whose wide map is N times the teacher's:
 *
 *     loss = share in the epoch * N * mean((wide map - N copies of the teacher's last map)^2) + kd * KD
 *
 * As in the code, all logits are scaled to a mean of 0 and a deviation of `scale` over the classes before cross entropy and KD, in
 * tests too; KD is the method's own for that reason. A larger map of the teacher is max-pooled. A row's weight of cross entropy
 * (gamma) is 1/16 to 1/2, chosen for each pair. The authors put the transform of a WRN in front of its last batch norm, and train
 * one epoch more (0 to 240); neither is here: students with layers behind their last map are not served.
 */
export const norm = defineMethod({
  options: z.strictObject({
    name: z.literal('norm'),
    /** N: 8 in the authors' scripts (-s), 4 by default in their code. */
    repeats: z.int().positive().default(8),
    /** 2.5 in the authors' code (ceta). */
    scale: z.number().positive().default(2.5),
    /** Weight of KD, 0 in the rows that are not NORM+KD (alpha). */
    kd: z.number().min(0).default(0),
    /** KD's, 4 in the authors' code (kd_T). */
    temperature: z.number().positive().default(4),
    /** How the share of the maps' part changes: over 240 epochs in the authors' code (beta1). */
    schedule: scheduleSchema.default({ shape: 'steps up and down', epochs: 240 }),
  }),
  unfit(student, teacher) {
    const layers = hasLayersBehindMaps(student);
    if (layers) return layers;
    const [own, given] = [student.maps.at(-1)!.size, teacher.maps.at(-1)!.size];
    if (given % own === 0) return undefined;
    return `the student's last map has ${own} pixels, which do not divide the teacher's ${given}`;
  },
  reads: 'maps',
  predicts: true,
  schedules: ['schedule'],
  create({ options: { repeats, scale, kd, temperature }, parameters, student, teacher }) {
    const [from, to] = [student.maps.at(-1)!, teacher.maps.at(-1)!];
    const { variables } = parameters;
    const others = variables.length;
    const transform = onceInTraining(featureTransform(parameters, from.channels, repeats * to.channels));
    return {
      prediction: {
        variables: [...variables.slice(others), ...student.classifier],
        logits({ maps }, pass) {
          const { map } = transform(maps.at(-1)!, pass);
          return rescaled(student.classify(globalAveragePool(map)), scale);
        },
      },
      loss({ student, teacher, scalars }) {
        const { wide } = transform(student.maps.at(-1)!, 'training');
        const maps = tf.mul(manyToOne(wide, teacher.maps.at(-1)!), scalars.schedule!);
        if (kd === 0) return maps;
        const ofLogits = knowledgeDistillation(student.logits, rescaled(teacher.logits, scale), temperature);
        return tf.add(maps, tf.mul(ofLogits, kd));
      },
    };
  },
});

/**
 * N times the mean squared error of a wide map with N copies of the teacher's, a scalar.
 * @param wide [batch, size, size, N * channels]
 * @param teacher [batch, a multiple of size, the same, channels]
 */
export function manyToOne(wide: Tensor, teacher: Tensor): Tensor {
  const [batch, height, width, channels] = wide.shape as [number, number, number, number];
  const ratio = Math.trunc(teacher.shape[1]! / height);
  const target = ratio > 1 ? maxPool(teacher, ratio) : teacher;
  const each = target.shape[3]!;
  const repeats = channels / each;
  const copies = wide.reshape([batch, height, width, repeats, each]);
  const error = mean(tf.square(tf.sub(copies, target.reshape([batch, height, width, 1, each]))));
  return tf.mul(error, repeats);
}

/** Logits [batch, classes] with a mean of 0 and a deviation of `scale` over the classes. */
export function rescaled(logits: Tensor, scale: number): Tensor {
  const centred = tf.sub(logits, mean(logits, [1], true));
  const variance = mean(tf.square(centred), [1], true);
  return tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, 1e-7))), scale);
}
