import { expect, test } from 'vitest';
import * as rows from '../../../suites/paper/distillers.ts';
import { type Distiller, distillerSchema } from '../../job/distiller.ts';
import type { Recipe } from '../../job/recipe.ts';
import { type MethodOptions, methods } from '../../model/distillers/registry.ts';
import { lacksDistiller, lacksRecipe } from './both-have.ts';
import { trainingCall } from './reference-call.ts';

const paper = Object.fromEntries(
  Object.entries(rows).map(([name, row]) => [name, distillerSchema.parse(row)]),
) as Record<keyof typeof rows, Distiller>;

const recipe: Recipe = {
  ...{ epochs: 240, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 5e-4 },
  ...{ dropsAfter: [150, 180, 210], dropFactor: 0.1 },
};

function callOf(distiller: Distiller, own: Partial<Recipe> = {}) {
  const teacher = distiller.name === 'vanilla' ? {} : { teacher: { network: 'wrn_40_2' as const, job: 'x' } };
  return trainingCall({
    ...{ kind: 'student', dataset: { name: 'cifar100', archive: 'x' }, network: 'wrn_16_2', seed: 3 },
    ...{ recipe: { ...recipe, ...own }, distiller, ...teacher },
  });
}

/** The options with their values, of which there are no two of a name. */
function optionsOf(typed: string[]): Record<string, string> {
  const names = typed.filter((_, place) => place % 2 === 0);
  expect(new Set(names).size).toBe(names.length);
  return Object.fromEntries(names.map((name, place) => [name, typed[2 * place + 1]!]));
}

test('CRD with KD, and the whole recipe', () => {
  const call = callOf(paper.crdWithKd);
  expect(call.program).toBe('train_student');
  expect(optionsOf(call.arguments)).toEqual({
    '--path_t': call.teacher?.path,
    ...{
      '--distill': 'crd',
      '--model_s': 'wrn_16_2',
      '--trial': '1',
      '-r': '1',
      '-a': '1',
      '-b': '0.8',
      '--kd_T': '4',
    },
    ...{ '--feat_dim': '128', '--nce_k': '16384', '--nce_t': '0.07', '--nce_m': '0.5', '--init_epochs': '1' },
    ...{ '--batch_size': '64', '--learning_rate': '0.05', '--momentum': '0.9', '--weight_decay': '0.0005' },
    ...{ '--epochs': '240', '--lr_decay_epochs': '150,180,210', '--lr_decay_rate': '0.1', '--save_freq': '241' },
  });
  expect(call.teacher?.path.split('/').at(-2)).toBe('wrn_40_2_vanilla');
});

test('a vanilla student is trained as a teacher is, and a rate that never drops drops after the end', () => {
  const call = callOf(paper.vanilla, { dropsAfter: [], epochs: 5 });
  expect(call.program).toBe('train_teacher');
  expect(call.teacher).toBeUndefined();
  expect(optionsOf(call.arguments)).toMatchObject({ '--model': 'wrn_16_2', '--epochs': '5', '--lr_decay_epochs': '6' });
});

test("the paper's rows that RepDistiller trains in one stage", () => {
  const { vanilla, kd, fitnet, at, sp, cc, vid, rkd, pkt, nst, crd, crdWithKd } = paper;
  for (const row of [vanilla, kd, fitnet, at, sp, cc, vid, rkd, pkt, nst, crd, crdWithKd]) {
    expect([row.name, lacksDistiller(row)]).toEqual([row.name, undefined]);
  }
  for (const row of [paper.ab, paper.ft, paper.fsp]) expect(lacksDistiller(row)).toMatch(/before the student/);
});

const withMethod = (method: Partial<MethodOptions> & Pick<MethodOptions, 'name'>): Distiller => ({
  ...{ name: 'row', gamma: 1, alpha: 0, beta: 1, temperature: 4, source: 'a test' },
  method: methods[method.name].options.parse(method) as MethodOptions,
});

test.each([
  [withMethod({ name: 'crd', objective: 'infonce' }), 'it has no such method'],
  [withMethod({ name: 'crd', excludes: 'image' }), 'its negatives are of other classes'],
  [withMethod({ name: 'rkd', angle: 49 }), 'its weights there are 25 and 50'],
  [withMethod({ name: 'vid', variance: 1 }), 'its variance begins with 5 there'],
  [{ ...paper.vanilla, gamma: 0.5 }, 'a vanilla student has no weight there'],
] as [Distiller, string][])('%# what RepDistiller has otherwise is refused: %s', (distiller, why) => {
  expect(lacksDistiller(distiller)).toBe(why);
});

test('a rate that RepDistiller does not take is refused', () => {
  const pair = { teacher: 'ResNet50', student: 'MobileNetV2' } as const;
  expect(lacksRecipe(pair, recipe)).toBe('it trains MobileNetV2 at a rate of 0.01, and this is 0.05');
  expect(lacksRecipe(pair, { ...recipe, rate: 0.01 })).toBeUndefined();
  const vgg = { teacher: 'vgg13', student: 'vgg8' } as const;
  expect(lacksRecipe(vgg, recipe)).toBeUndefined();
  const { dropsAfter, dropFactor, ...cosine } = { ...recipe, schedule: 'cosine', nesterov: true } as const;
  expect(lacksRecipe(vgg, cosine)).toBe("it does not train with a cosine schedule, Nesterov's momentum");
});
