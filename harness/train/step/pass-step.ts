import type { Method } from '../../model/distillers/make-method.ts';
import type { Step } from '../../model/engine/executor.ts';
import type { Network } from '../../model/engine/network.ts';
import { tf } from '../../model/engine/tensorflow.ts';
import { teacherPass } from './step.ts';

/**
 * A batch of a method's pass over the training set with the teacher, before anything is trained.
 *
 * Outputs: `seen`, how many images the batch has.
 */
export function passStep(teacher: Network, method: Method, batch: number, imageShape: readonly number[]): Step {
  const preactivations = method.alsoReads.includes('preactivations');
  const indices = { dtype: 'int32', shape: [batch] } as const;
  return {
    inputs: {
      images: { dtype: 'float32', shape: [batch, ...imageShape] },
      ...(method.alsoReads.includes('labels') && { labels: indices }),
      ...(method.alsoReads.includes('indices') && { indices: indices }),
    },
    run({ images, labels, indices }) {
      const outputs = teacher.forward(images!, teacherPass(preactivations), { preactivations });
      method.pass!({ teacher: outputs, ...(labels && { labels }), ...(indices && { indices }) });
      return { seen: tf.scalar(batch) };
    },
  };
}
