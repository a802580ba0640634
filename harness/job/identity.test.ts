import { expect, test } from 'vitest';
import { configurationSchema, identityOf } from './job.ts';

// Stored: another identity of the same job would train again all that people have.

const common = {
  dataset: { name: 'digits', training: 70, test: 50 },
  recipe: {
    ...{ epochs: 2, batch: 32, rate: 0.05, momentum: 0.9, weightDecay: 5e-4 },
    ...{ dropsAfter: [1], dropFactor: 0.1 },
  },
  network: 'resnet8',
};
const teacher = { network: 'resnet8', job: '39f4634649a4' };
const crd = { name: 'crd', dimension: 16, negatives: 32 };
const student = (distiller: object, more: object = { teacher }) => ({
  ...{ kind: 'student', ...common, seed: 1, ...more },
  distiller: { name: 'it', gamma: 1, alpha: 0, beta: 0, source: 'a test', ...distiller },
});
const probe = { kind: 'probe', dataset: common.dataset, network: 'resnet8', source: { job: teacher.job }, C: 1 };

test.each<[kind: string, identity: string, configuration: object]>([
  ['a teacher', '39f4634649a4', { kind: 'teacher', ...common, seed: 0 }],
  ['a student alone', '6723a21a6178', student({}, {})],
  ['KD', 'd13433bd5a71', student({ gamma: 0.1, alpha: 0.9 })],
  ['a first stage', '24d3a94a8d5a', student({ beta: 1, method: { name: 'ft', firstStage: { epochs: 1 } } })],
  [
    'CRD+KD with a schedule',
    '30ec01448561',
    student({ alpha: 1, beta: 0.8, method: crd, schedules: { beta: { shape: 'linear warm-up', epochs: 2 } } }),
  ],
  [
    'several methods',
    '16ad0e07de36',
    student({
      beta: 1,
      method: { name: 'combined', of: [crd, { name: 'vid' }].map((method) => ({ weight: 1, method })) },
    }),
  ],
  [
    'an ensemble',
    'cc7b3b7a25ab',
    student({ alpha: 1, beta: 0.8, method: crd }, { teacher: { ...teacher, fellows: ['b8fd2afce53c'] } }),
  ],
  ['mutual learning', '863ae1afff58', student({ alpha: 1, beta: 0.8, method: crd }, { peer: 'resnet8' })],
  [
    'views',
    'b4684ffc2678',
    student({ alpha: 1, beta: 1, method: { name: 'at' } }, { view: 'lower', teacher: { ...teacher, view: 'upper' } }),
  ],
  [
    'fine-tuning',
    '09ebfe75a567',
    {
      ...{ kind: 'fine-tuning', ...common, dataset: { ...common.dataset, training: 60 }, seed: 1 },
      source: { job: teacher.job },
    },
  ],
  ['a probe', '73fb6c7c6b88', probe],
  [
    'segmentation',
    '58a9be2a0fae',
    {
      ...{ kind: 'segmentation', network: 'CNN5', view: 'depth', seed: 1, source: { job: 'b97780d1c37f' } },
      dataset: {
        name: 'nyu-depth',
        archive: '465c2f048cdda3271d0a1dd347fe276c9fde990a97d90953a501793968efdbe6',
        size: 32,
        classes: 10,
      },
      recipe: { ...common.recipe, batch: 4 },
    },
  ],
])('%s has the identity that it always had', (_, identity, configuration) => {
  expect(identityOf(configurationSchema.parse(configuration))).toBe(identity);
});
