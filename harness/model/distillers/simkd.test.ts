import { expect, test } from 'vitest';
import { oneEpoch } from '../../train/fixtures/recipe.ts';
import { createDistillation } from '../../train/learner/distillation.ts';
import { stepsOf } from '../../train/learner/learner.ts';
import { stepName } from '../../train/learner/names.ts';
import { createProgram } from '../engine/program.ts';
import { RandomStream } from '../engine/random.ts';

test("SimKD projects a batch once, trains the projector and leaves the teacher's classifier as it is", async () => {
  const batch = 4;
  const learner = createDistillation({
    ...{ student: 'resnet8', teacher: 'resnet8x4', recipe: oneEpoch, classes: 10, imageShape: [32, 32, 3] },
    ...{ images: batch, seed: 0 },
    distiller: { gamma: 0, alpha: 0, beta: 1, temperature: 4, method: { name: 'simkd', factor: 2 } },
  });
  const ofTeacher = learner.teachers[0]!.find(({ name }) => name.endsWith('fc.weight'))!.value.dataSync();
  const steps = stepsOf(learner, { training: [batch], teacher: batch, evaluation: batch });
  const program = await createProgram(learner.state, steps, 'replay', { constants: learner.teachers.flat() });
  const random = new RandomStream(0, 'images');
  const images = Float32Array.from({ length: batch * 32 * 32 * 3 }, () => random.normal());
  const before = program.read();
  program.run(stepName.train(batch), { images, labels: new Int32Array(batch), learningRate: Float32Array.of(0.1) });
  const after = program.read();
  const named = (state: typeof after, end: string) => [...state].find(([name]) => name.endsWith(end))![1];
  expect([...named(after, 'transfer.7.num_batches_tracked')]).toEqual([1]);
  expect(named(after, 'transfer.0.weight')).not.toEqual(named(before, 'transfer.0.weight'));
  expect(named(after, 'cls_t.weight')).toEqual(named(before, 'cls_t.weight'));
  expect(named(after, 'cls_t.weight')).toEqual(ofTeacher);
  program.dispose();
});
