import { defineSuite, onPairs, withoutPairs } from '../harness/suite/define-suite.ts';
import { catkd } from './after-crd/catkd.ts';
import { dist } from './after-crd/dist.ts';
import { dkd, warmUp } from './after-crd/dkd.ts';
import { mlkd, mlkdStandardised } from './after-crd/mlkd.ts';
import { nkd } from './after-crd/nkd.ts';
import { reviewkd } from './after-crd/reviewkd.ts';
import { wsld } from './after-crd/wsld.ts';
import { kd, vanilla } from './paper/distillers.ts';
import { lightRecipe, recipe } from './paper/recipe.ts';

/** mdistiller's wide resnets run three batch norms twice a step, so that their running statistics move twice. */
const dkdTwice = {
  ...withoutPairs(dkd),
  name: 'DKD-twice',
  method: { ...dkd.method, nonTarget: 6, normalisesTwice: true as const },
  source: `mdistiller, commit a08d46f, models/cifar/wrn.py; 6 in its configurations of both pairs; else as DKD: ${dkd.source}`,
};

const usersOf = (weight: number, name: string) => ({
  ...withoutPairs(reviewkd),
  name,
  beta: weight,
  source: `mdistiller, issue 39: weight ${weight}; else as ReviewKD: ${reviewkd.source}`,
});

const nesterov = { rate: 0.1, nesterov: true } as const;
const lightNesterov = { ...nesterov, rate: 0.02 };

export default defineSuite({
  name: 'disputed',
  title: 'Published cells that others dispute, CIFAR-100',
  description:
    'Cells for which people who ran a method again, or later tables, have other numbers. Students that learn alone stand first, as they need no teacher. It takes weeks on one GPU.',
  dataset: { name: 'cifar100' },
  recipe,
  // Trials: as many as decide the cells of a table, as `--dry-run` shows, and no more than 8.
  tables: [
    {
      name: 'alone',
      title: 'Students that learn alone, whose numbers in later papers are higher than in CRD',
      pairs: [
        { teacher: 'resnet32x4', student: 'ShuffleV1', recipe: lightRecipe },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: lightRecipe },
        { teacher: 'resnet32x4', student: 'resnet8x4' },
        { teacher: 'resnet56', student: 'resnet20' },
      ],
      distillers: ['vanilla'],
      trials: 6,
    },
    {
      name: 'alone-further',
      title: 'Further students that learn alone',
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_16_2' },
        { teacher: 'wrn_40_2', student: 'wrn_40_1' },
        { teacher: 'vgg13', student: 'MobileNetV2', recipe: lightRecipe },
      ],
      distillers: ['vanilla'],
      trials: 8,
    },
    {
      name: 'kd',
      title: 'KD, which users found to be better than in CRD',
      pairs: [{ teacher: 'resnet56', student: 'resnet20' }],
      distillers: ['KD'],
      trials: 5,
    },
    {
      name: 'kd-weights',
      title: 'KD with its usual weights, and with those of SemCKD',
      pairs: [{ teacher: 'resnet32x4', student: 'resnet8x4' }],
      distillers: ['KD', 'KD-1-1'],
      trials: 5,
    },
    {
      name: 'dkd-wide',
      title: "DKD on wide resnets, also with mdistiller's batch norms",
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_16_2' },
        { teacher: 'wrn_40_2', student: 'wrn_40_1' },
      ],
      distillers: ['DKD', 'DKD-twice'],
      trials: 5,
    },
    {
      name: 'dkd',
      title: 'DKD on other pairs',
      pairs: [
        { teacher: 'resnet32x4', student: 'resnet8x4' },
        { teacher: 'ResNet50', student: 'wrn_16_2' },
      ],
      distillers: ['DKD'],
      trials: 6,
    },
    {
      name: 'dist',
      title: 'DIST by the recipe that its authors use',
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_40_1' },
        { teacher: 'resnet32x4', student: 'resnet8x4' },
        { teacher: 'ResNet50', student: 'MobileNetV2', recipe: lightRecipe },
        { teacher: 'resnet32x4', student: 'ShuffleV1', recipe: lightRecipe },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: lightRecipe },
      ],
      distillers: ['DIST'],
      trials: 5,
    },
    {
      // Knowledge-Distillation-via-ND, commit fc6f3f9: its table has other numbers for DIST.
      name: 'dist-nd',
      title: 'DIST by the recipe of ND, with Nesterov',
      pairs: [
        { teacher: 'resnet32x4', student: 'resnet8x4', recipe: nesterov },
        { teacher: 'ResNet50', student: 'MobileNetV2', recipe: lightNesterov },
        { teacher: 'resnet32x4', student: 'ShuffleV1', recipe: lightNesterov },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: lightNesterov },
      ],
      distillers: ['DIST'],
      trials: 5,
    },
    {
      name: 'wsld',
      title: 'WSLD, whose code for CIFAR-100 was not released',
      pairs: [
        { teacher: 'resnet110', student: 'resnet32' },
        { teacher: 'resnet32x4', student: 'resnet8x4' },
      ],
      distillers: ['WSLD'],
      trials: 3,
    },
    {
      // Multi-Level-Logit-Distillation, commit 5ee473f, its configurations: the released code has these epochs.
      name: 'mlkd-240',
      title: 'MLKD with the 240 epochs of its released configuration',
      pairs: [{ teacher: 'resnet32x4', student: 'resnet8x4', recipe: { rate: 0.025 } }],
      distillers: ['MLKD'],
      trials: 3,
    },
    {
      // logit-standardization-KD, commit f6e5aa5, its copy of MLKD.
      name: 'mlkd-480',
      title: 'MLKD with 480 epochs, as in the tables that quote it',
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_16_2', recipe: { rate: 0.025, epochs: 480 } },
        { teacher: 'resnet32x4', student: 'resnet8x4', recipe: { rate: 0.025, epochs: 480 } },
      ],
      distillers: ['MLKD', 'MLKD+LS'],
      trials: 3,
    },
    {
      name: 'reviewkd',
      title: 'ReviewKD on the pairs for which its authors released neither code nor weights',
      pairs: [
        { teacher: 'vgg13', student: 'vgg8' },
        { teacher: 'vgg13', student: 'MobileNetV2', recipe: lightRecipe },
        { teacher: 'ResNet50', student: 'MobileNetV2', recipe: lightRecipe },
      ],
      distillers: ['ReviewKD', 'ReviewKD-30'],
      trials: 3,
    },
    {
      name: 'reviewkd-batch',
      title: 'ReviewKD with weight 7, batches of 128 and a rate of 0.05, as a user ran it',
      pairs: [{ teacher: 'ResNet50', student: 'MobileNetV2', recipe: { batch: 128, rate: 0.05 } }],
      distillers: ['ReviewKD-7'],
      trials: 3,
    },
    {
      name: 'nkd',
      title: 'NKD as SDD ran it',
      pairs: [{ teacher: 'resnet32x4', student: 'ShuffleV1', recipe: lightRecipe }],
      distillers: ['NKD'],
      trials: 3,
    },
    {
      name: 'cat-kd',
      title: 'CAT-KD, whose own number was in no source that was read',
      pairs: [{ teacher: 'resnet32x4', student: 'resnet8x4' }],
      distillers: ['CAT-KD'],
      trials: 3,
    },
  ],
  distillers: [
    ...[vanilla, kd],
    { ...kd, name: 'KD-1-1', gamma: 1, alpha: 1, source: 'SemCKD, commit ebe5db1, images/result.png: weights 1 and 1' },
    onPairs(dkd, ['wrn_40_2/wrn_16_2', 'wrn_40_2/wrn_40_1']),
    ...[dkdTwice, dist, wsld, mlkd, mlkdStandardised],
    ...[withoutPairs(reviewkd), usersOf(30, 'ReviewKD-30'), usersOf(7, 'ReviewKD-7')],
    {
      ...nkd,
      method: { ...nkd.method, nonTarget: 8, temperature: 4 },
      schedules: { beta: warmUp },
      source: 'SDD-CVPR2024, commit e412036: gamma 8, temperature 4, a warm-up of 20 epochs',
    },
    onPairs(catkd, ['resnet32x4/resnet8x4']),
  ],
  baseline: 'after-crd',
});
