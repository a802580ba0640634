import { expect, test } from 'vitest';
import { createProgram, type Mode } from '../engine/program.ts';
import { RandomStream } from '../engine/random.ts';
import type { Values } from '../engine/variable.ts';
import { methodSchema } from '../job/distiller.ts';
import type { Recipe } from '../job/recipe.ts';
import { createDistillation } from './distillation.ts';
import { oneEpoch } from './fixtures/recipe.ts';
import { stepsOf } from './learner.ts';

const [batch, steps] = [4, 3];
const random = new RandomStream(1, 'dot');
const images = Array.from({ length: steps }, () =>
  Float32Array.from({ length: batch * 32 * 32 * 3 }, () => random.normal()),
);

/** A student of KD with a method that has layers of its own, after some steps: its parameters and the losses. */
async function trained(recipe: Partial<Recipe>, mode: Mode = 'replay') {
  const learner = createDistillation({
    ...{ student: 'resnet8', teacher: 'resnet8', classes: 10, imageShape: [32, 32, 3], images: batch, seed: 0 },
    distiller: { gamma: 1, alpha: 1, beta: 1, temperature: 4, method: methodSchema.parse({ name: 'vid' }) },
    recipe: { ...oneEpoch, ...recipe },
  });
  const sizes = { training: [batch], teacher: batch, evaluation: batch };
  const program = await createProgram(learner.state, stepsOf(learner, sizes), mode, {
    constants: learner.teachers.flat(),
  });
  const losses: Values[] = [];
  for (const image of images) {
    const feeds = { images: image, labels: Int32Array.of(0, 3, 5, 9), rate: Float32Array.of(0.05) };
    losses.push(program.run(learner.stages[0]!.stepName(batch), feeds).loss!);
  }
  const values = program.read();
  program.dispose();
  const named = (beginning: string) =>
    [...learner.student, ...learner.distiller]
      .filter(({ name, trainable }) => trainable && name.startsWith(beginning))
      .map(({ name }) => values.get(name) as Float32Array);
  return { losses, student: named('student.'), distiller: named('distiller.') };
}

/** How far values are from others, relative to the greatest of these. */
function distance(ours: Float32Array[], others: Float32Array[]): number {
  const errors = ours.map((values, i) => {
    const other = others[i]!;
    const scale = other.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return values.reduce((most, value, k) => Math.max(most, Math.abs(value - other[k]!)), 0) / scale;
  });
  return Math.max(...errors);
}

test('with both momenta alike, and no weight decay, DOT is plain momentum; else it is not', async () => {
  const plain = await trained({ weightDecay: 0 });
  const alike = await trained({ weightDecay: 0, dot: { delta: 0 } });
  expect(alike.losses[0]).toEqual(plain.losses[0]);
  expect(distance(alike.student, plain.student)).toBeLessThan(1e-4);
  expect(distance(alike.distiller, plain.distiller)).toBeLessThan(1e-4);
  const apart = await trained({ weightDecay: 0, dot: { delta: 0.075 } });
  expect(distance(apart.student, plain.student)).toBeGreaterThan(1e-3);
});

test('a recorded step of DOT is what its kernels compute one by one', async () => {
  const [recorded, eager] = await Promise.all([
    trained({ dot: { delta: 0.05 } }),
    trained({ dot: { delta: 0.05 } }, 'eager'),
  ]);
  expect(distance(recorded.student, eager.student)).toBeLessThan(1e-4);
  expect(distance(recorded.distiller, eager.distiller)).toBeLessThan(1e-4);
});
