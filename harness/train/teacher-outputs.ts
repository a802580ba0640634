import type { Batch } from '../data/batch-maker.ts';
import type { Assembly } from './assemble.ts';
import { stepName } from './learner.ts';

/** What training steps are fed of the teacher. */
export interface Taught {
  /** [batch, classes] */
  teacherLogits: Float32Array;
  /** [batch, channels] */
  teacherPooled: Float32Array;
}

/** Runs the frozen teacher on batches of any size, always so many images at once. */
export class TeacherOutputs {
  constructor(readonly assembly: Pick<Assembly, 'program' | 'networks' | 'teacherBatch'>) {}

  /** Of a batch of images. */
  of({ images, places }: Pick<Batch, 'images' | 'places'>): Taught {
    const { program, networks, teacherBatch } = this.assembly;
    const { classes, features } = networks.teacher!;
    const count = places.length;
    const image = images.length / count;
    const widths = { teacherLogits: classes, teacherPooled: features.at(-1)!.channels };
    const taught = {
      teacherLogits: new Float32Array(count * widths.teacherLogits),
      teacherPooled: new Float32Array(count * widths.teacherPooled),
    };
    for (let first = 0; first < count; first += teacherBatch) {
      const chunk = filledUp(images.subarray(first * image, (first + teacherBatch) * image), teacherBatch * image);
      const outputs = program.run(stepName.teacher, { images: chunk });
      for (const name of ['teacherLogits', 'teacherPooled'] as const) {
        const width = widths[name];
        const rows = Math.min(teacherBatch, count - first);
        taught[name].set((outputs[name] as Float32Array).subarray(0, rows * width), first * width);
      }
    }
    return taught;
  }
}

/** The same values, with zeros behind them where there are fewer than so many. */
function filledUp(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const whole = new Float32Array(length);
  whole.set(values);
  return whole;
}
