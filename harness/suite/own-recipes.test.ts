import { expect, test } from 'vitest';
import { learningRateOf } from '../job/recipe.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';

const { jobs } = expand(await loadSuite('own-recipes'), { trials: 1 });

/** The jobs of a row's first trial for that pair. */
function recipesOf(row: string, teacher: string, student: string) {
  return jobs.flatMap(({ configuration }) => {
    if (configuration.kind !== 'student' || configuration.distiller.name !== row) return [];
    const { network, teacher: own, recipe } = configuration;
    return network === student && own?.network === teacher ? [recipe] : [];
  });
}

test("MLKD's rates drop after 150, 180 and 210 epochs, however many there are", () => {
  const [same] = recipesOf('MLKD', 'resnet56', 'resnet20');
  expect(same).toMatchObject({ epochs: 240, rate: 0.025 });
  const [longest] = recipesOf('MLKD', 'resnet32x4', 'ShuffleV2');
  expect(longest).toMatchObject({ epochs: 960, rate: 0.01 });
  expect(learningRateOf(longest!, 150)).toBe(0.01);
  expect(learningRateOf(longest!, 211)).toBeCloseTo(0.01 / 1000, 12);
  expect(recipesOf('MLKD-as-written', 'resnet32x4', 'ShuffleV2')).toEqual([longest]);
});

test("KD++ has Nesterov's momentum, at a lower rate for light students", () => {
  expect(recipesOf('KD++', 'resnet56', 'resnet20')).toMatchObject([{ nesterov: true, rate: 0.1, epochs: 240 }]);
  expect(recipesOf('KD++', 'resnet32x4', 'ShuffleV1')).toMatchObject([{ nesterov: true, rate: 0.02 }]);
});

test('KD is there by each of the recipes, and by that of DOT', () => {
  const ofKd = recipesOf('KD', 'resnet32x4', 'resnet8x4');
  expect(ofKd.map(({ rate, nesterov, dot }) => [rate, nesterov, dot])).toEqual([
    [0.025, undefined, undefined],
    [0.1, true, undefined],
    [0.05, undefined, { delta: 0.075 }],
  ]);
});

test('teachers and the students that an assistant is compared with are those of cifar100', async () => {
  const cifar100 = expand(await loadSuite('cifar100'), { distillers: ['KD'] });
  const known = new Set(cifar100.jobs.map(({ id }) => id));
  for (const { id, label } of jobs.filter(({ configuration }) => configuration.kind === 'teacher')) {
    expect(known.has(id), label).toBe(true);
  }
  const assisted = jobs.find(({ label }) => label === 'resnet20-from-resnet56-from-resnet110-KD-trial1-KD-trial1')!;
  const assistant = jobs.find(({ id }) => id === assisted.dependsOn[0])!;
  expect(assistant.label).toBe('resnet56-from-resnet110-KD-trial1');
  const direct = jobs.find(({ label, id }) => label === 'resnet20-from-resnet110-KD-trial1' && known.has(id));
  expect(direct).toBeDefined();
});
