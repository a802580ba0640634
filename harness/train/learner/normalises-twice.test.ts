import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { createProgram } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { oneEpoch } from '../fixtures/recipe.ts';
import { createDistillation } from './distillation.ts';
import { stepsOf } from './learner.ts';

const batch = 4;
const random = new RandomStream(1, 'twice');
const images = Float32Array.from({ length: batch * 32 * 32 * 3 }, () => random.normal());

/** A wide resnet after one step of DKD: its variables by their names, and the loss. */
async function afterOneStep(options: object) {
  const learner = createDistillation({
    ...({
      student: 'wrn_16_1',
      teacher: 'wrn_16_1',
      classes: 10,
      imageShape: [32, 32, 3],
      images: batch,
      seed: 0,
    } as const),
    distiller: { gamma: 1, alpha: 0, beta: 1, temperature: 4, method: methodSchema.parse({ name: 'dkd', ...options }) },
    recipe: oneEpoch,
  });
  const sizes = { training: [batch], teacher: batch, evaluation: batch };
  const program = await createProgram(learner.state, stepsOf(learner, sizes), 'replay', {
    constants: learner.teachers.flat(),
  });
  // A teacher that no step computes is computed before it.
  const taught = learner.stages[0]!.apart.length > 0 ? program.run('teacher', { images }) : {};
  const feeds = { images, ...taught, labels: Int32Array.of(0, 3, 5, 9), learningRate: Float32Array.of(0.05) };
  const { loss } = program.run(learner.stages[0]!.stepName(batch), feeds);
  const values = program.read(learner.state);
  program.dispose();
  return { loss: loss![0]!, values };
}

test("mdistiller's wide resnets: three batch norms' running statistics move twice a step, and nothing else changes", async () => {
  const [once, twice] = [await afterOneStep({}), await afterOneStep({ normalisesTwice: true })];
  expect(twice.loss).toBeCloseTo(once.loss, 4);
  const moved = [...once.values].flatMap(([name, values]) => {
    const others = twice.values.get(name)!;
    return values.every((value, i) => Math.abs(value - others[i]!) < 1e-4) ? [] : [name];
  });
  const norms = ['block2.layer.0.bn1', 'block3.layer.0.bn1', 'bn1'].map((norm) => `student.${norm}.running_mean`);
  expect(moved.filter((name) => name.endsWith('running_mean'))).toEqual(norms);
  expect(moved.filter((name) => !/\.(running_mean|running_var|num_batches_tracked)$/.test(name))).toEqual([]);
  // From 0 with momentum 0.1: 0.1 of the batch's mean, then 0.1 of it and 0.9 of what was there.
  const [a, b] = [once, twice].map(({ values }) => values.get('student.bn1.running_mean')!);
  for (const [i, value] of a!.entries()) expect(b![i]! / value).toBeCloseTo(1.9, 3);
});
