import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import type { Recipe } from '../../job/recipe.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { oneEpoch } from '../fixtures/recipe.ts';
import { createDistillation } from './distillation.ts';
import type { Learner } from './learner.ts';
import { createMutualLearning } from './mutual-learning.ts';

const [batch, steps] = [4, 3];
const random = new RandomStream(1, 'dot');
const images = Array.from({ length: steps }, () =>
  Float32Array.from({ length: batch * 32 * 32 * 3 }, () => random.normal()),
);

/** By KD and a method that has layers of its own: a student of a teacher, or of a peer that learns from it. */
function learnerOf(recipe: Partial<Recipe>, kind: 'taught' | 'mutual'): Learner {
  const options = {
    ...({ student: 'resnet8', classes: 10, imageShape: [32, 32, 3], images: batch, seed: 0 } as const),
    distiller: { gamma: 1, alpha: 1, beta: 1, temperature: 4, method: methodSchema.parse({ name: 'vid' }) },
    recipe: { ...oneEpoch, ...recipe },
  };
  return kind === 'taught'
    ? createDistillation({ ...options, teacher: 'resnet8' })
    : createMutualLearning({ ...options, peer: 'resnet8' });
}

/** The first loss and the parameters after some steps. */
async function trained(recipe: Partial<Recipe>, kind: 'taught' | 'mutual' = 'taught', mode: Mode = 'replay') {
  const learner = learnerOf(recipe, kind);
  const [stage] = learner.stages;
  const name = stage!.stepName(batch);
  const constants = learner.teachers.flat();
  const program = await createProgram(learner.state, { [name]: stage!.step(batch) }, mode, { constants });
  const losses = images.map((image) => {
    const feeds = { images: image, labels: Int32Array.of(0, 3, 5, 9), learningRate: Float32Array.of(0.05) };
    return program.run(name, feeds).loss![0]!;
  });
  const values = program.read(learner.state.filter(({ trainable }) => trainable));
  program.dispose();
  return { loss: losses[0]!, values: [...values.values()] as Float32Array[] };
}

/** How far values are from others, relative to the greatest of these. */
function distance(
  { values: ours }: { values: Float32Array[] },
  { values: others }: { values: Float32Array[] },
): number {
  expect(ours.length).toBe(others.length);
  const errors = ours.map((values, i) => {
    const other = others[i]!;
    const scale = other.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return values.reduce((most, value, k) => Math.max(most, Math.abs(value - other[k]!)), 0) / scale;
  });
  return Math.max(...errors);
}

test.each(['taught', 'mutual'] as const)(
  '%s: with both momenta alike, and no weight decay, DOT is plain momentum; else it is not',
  async (kind) => {
    const plain = await trained({ weightDecay: 0 }, kind);
    const alike = await trained({ weightDecay: 0, dot: { delta: 0 } }, kind);
    expect(alike.loss).toBe(plain.loss);
    expect(distance(alike, plain)).toBeLessThan(1e-4);
    const apart = await trained({ weightDecay: 0, dot: { delta: 0.075 } }, kind);
    expect(distance(apart, plain)).toBeGreaterThan(1e-3);
  },
);

test('a recorded step of DOT is what its kernels compute one by one', async () => {
  const recorded = await trained({ dot: { delta: 0.05 } });
  expect(distance(recorded, await trained({ dot: { delta: 0.05 } }, 'taught', 'eager'))).toBeLessThan(1e-4);
});
