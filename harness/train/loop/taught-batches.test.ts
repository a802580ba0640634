import { expect, test } from 'vitest';
import type { Batch } from '../../data/sets/batch.ts';
import { constant } from '../../model/engine/initial.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import { tf } from '../../model/engine/tensorflow.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { chosen, digestOf, noise } from '../fixtures/frozen-teacher.ts';
import { stepName } from '../learner/names.ts';
import { teacherStep } from '../step/step.ts';
import { TeacherOutputs } from '../teacher/teacher-outputs.ts';
import { TaughtBatches } from './taught-batches.ts';

const imageShape = [32, 32, 3] as const;
/** The last one has fewer images. */
const parts = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]];
const images = noise();
const batches = parts.map((indices) => {
  return { ...chosen(images, indices), labels: Int32Array.from(indices) } as Batch;
});

/** Two teachers, and a step that outputs the sum of its batch's labels and of all labels before. */
async function makeProgram() {
  const parameters = ['resnet8', 'vgg8'].map((_, index) => new Parameters(index));
  const teachers = [createNetwork('resnet8', parameters[0]!, 10), createNetwork('vgg8', parameters[1]!, 10)];
  const own = new Parameters(0);
  const sum = own.add('sum', { torchShape: [], initial: constant(0) });
  const add = (batch: number) => ({
    inputs: { labels: { dtype: 'int32' as const, shape: [batch] } },
    run: ({ labels }: Record<string, ReturnType<typeof tf.tensor>>) => {
      sum.assign(tf.add(sum.value, tf.sum(tf.cast(labels!, 'float32'))));
      return { sum: sum.value };
    },
  });
  const ofTeachers = teachers.map((teacher, index) => [stepName.teacher(index), teacherStep(teacher, 3, imageShape)]);
  const steps = { ...Object.fromEntries(ofTeachers), 3: add(3), 1: add(1) };
  const constants = parameters.flatMap(({ variables }) => variables);
  const program = await createProgram(own.variables, steps, 'replay', { constants });
  const outputs = teachers.map((teacher, index) => new TeacherOutputs({ teacher, index, program, atOnce: 3 }));
  return { program, teachers: outputs };
}

/** What each step from that one on is given, and gives. */
async function run(looksAhead: boolean, first = 0) {
  const { program, teachers } = await makeProgram();
  const taken: number[] = [];
  const take = async (step: number) => {
    taken.push(step);
    return batches[step]!;
  };
  const source = new TaughtBatches({ program, teachers, take, steps: batches.length, looksAhead });
  const seen = [];
  for (let step = first; step < batches.length; step++) {
    let said: string[] = [];
    const { batch, outputs } = await source.run(step, ({ batch, taught }) => {
      said = taught.map(digestOf);
      return { step: String(batch.labels.length), feeds: { labels: batch.labels } };
    });
    seen.push({ indices: batch.indices, said, sum: outputs.sum![0] });
  }
  program.dispose();
  return { seen, taken };
}

test('what teachers see ahead, beside the steps, is what they see one by one', async () => {
  const [oneByOne, ahead] = [await run(false), await run(true)];
  expect(ahead).toEqual(oneByOne);
  expect(ahead.taken).toEqual([0, 1, 2, 3]);
  expect(ahead.seen.map(({ sum }) => sum)).toEqual([3, 15, 36, 45]);
  expect(new Set(ahead.seen.flatMap(({ said }) => said)).size).toBe(8);
});

test('who begins later, as a resumed job does, is given the same', async () => {
  const [whole, rest] = [await run(true), await run(true, 2)];
  expect(rest.seen.map(({ said }) => said)).toEqual(whole.seen.slice(2).map(({ said }) => said));
});
