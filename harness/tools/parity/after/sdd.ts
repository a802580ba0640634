import { z } from 'zod';
import { regionalLogits } from '../../../model/distillers/modules/regional-logits.ts';
import { createMethod } from '../../../model/distillers/registry.ts';
import { type RegionalLoss, scaleDecoupled } from '../../../model/distillers/sdd.ts';
import { linearLayer } from '../../../model/engine/layers/linear.ts';
import type { Network } from '../../../model/engine/network.ts';
import { Parameters } from '../../../model/engine/parameters.ts';
import { type Tensor, tf } from '../../../model/engine/tensorflow.ts';
import { bareLossParity } from '../bare-loss.ts';
import type { CaseVectors } from '../vectors.ts';
import type { AfterMethod, RunCase } from './method.ts';
import { standIn } from './method-loss.ts';

const temperature = z.number();
const ofDkd = z.object({ temperature, alpha: z.number(), beta: z.number() });
const ofNkd = z.object({ temperature, gamma: z.number() });

const labelsOf = (vectors: CaseVectors): Tensor => tf.tensor1d(Int32Array.from(vectors.get('in/y').values), 'int32');

/** The method's loss, where its classifiers output for the regions what the case gives: [batch, classes, regions]. */
function regional(lossOf: (vectors: CaseVectors) => RegionalLoss): RunCase {
  return (vectors, mode) => {
    const { regions } = vectors.settings(z.object({ regions: z.literal([5, 21]) }));
    const of = lossOf(vectors);
    const networkOf = (name: string, logits: Tensor): Network => {
      const [batch, classes] = logits.shape as [number, number, number];
      const ofRegions = tf.transpose(logits, [0, 2, 1]).reshape([batch * regions, classes]);
      return { ...standIn(name, {}), classify: () => ofRegions };
    };
    const items = ([student]: Tensor[], [teacher]: Tensor[]) => {
      const method = createMethod(
        { name: 'sdd', finest: regions === 5 ? 2 : 4, of },
        {
          ...{ parameters: new Parameters(0), images: 1 },
          ...{ student: networkOf('student', student!), teacher: networkOf('teacher', teacher!) },
        },
      );
      const outputs = { maps: [tf.zeros([student!.shape[0]!, 4, 4, 1])] };
      return [method.loss!({ student: outputs, teacher: outputs, labels: labelsOf(vectors) })];
    };
    return bareLossParity(() => ({ items, helpers: [] }), vectors, mode);
  };
}

function nkd(vectors: CaseVectors): RegionalLoss {
  const { temperature, gamma: all } = vectors.settings(ofNkd);
  return { name: 'nkd over all classes', all, temperature };
}

/** The same loss of the image alone, whose logits are [batch, classes]. */
const ofImage: RunCase = (vectors, mode) => {
  const of = nkd(vectors);
  const items = ([student, teacher]: Tensor[]) => {
    const [ofStudent, ofTeacher] = [student!, teacher!].map((logits) => logits.reshape([logits.shape[0]!, 1, -1]));
    return [scaleDecoupled(ofStudent!, ofTeacher!, { labels: labelsOf(vectors), of })];
  };
  return bareLossParity(
    () => ({ items: (students, teachers) => items([...students, ...teachers]), helpers: [] }),
    vectors,
    mode,
  );
};

const headSchema = z.object({ M: z.enum(['[1,2]', '[1,2,4]']), num_classes: z.int() });

export const sdd: AfterMethod = {
  losses: {
    sdd_kd: regional((vectors) => ({ name: 'kd', ...vectors.settings(z.object({ temperature })) })),
    sdd_dkd: regional((vectors) => {
      const { alpha: target, beta: nonTarget, temperature } = vectors.settings(ofDkd);
      return { name: 'dkd', target, nonTarget, temperature };
    }),
    sdd_nkd: regional(nkd),
    sdd_plain_nkd: ofImage,
  },
  modules: {
    sdd_head({ vectors, parameters, inputs: [input] }) {
      const { M, num_classes } = vectors.settings(headSchema);
      const classify = linearLayer(parameters.at('fc'), input![1]!, num_classes);
      return ([map]) => {
        const logits = regionalLogits(map!, classify, M === '[1,2]' ? 2 : 4);
        const [batch, , classes] = logits.shape as [number, number, number];
        const whole = tf.slice(logits, [0, 0, 0], [batch, 1, classes]).reshape([batch, classes]);
        return [whole, tf.transpose(logits, [0, 2, 1])];
      };
    },
  },
};
