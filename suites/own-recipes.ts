import { defineSuite } from '../harness/suite/define-suite.ts';
import { mlkd, mlkdAsWritten } from './after-crd/mlkd.ts';
import { kdPlusPlus } from './after-crd/nd.ts';
import cifar100 from './cifar100.ts';
import { kd, vanilla } from './paper/distillers.ts';
import { lightRecipe, recipe } from './paper/recipe.ts';

/** MLKD's: with drops after 150, 180 and 210 epochs, however many there are. */
const multiLevel = {
  same: { rate: 0.025 },
  mobile: { ...lightRecipe, epochs: 480 },
  shuffleFromWide: { ...lightRecipe, epochs: 480 },
  shuffle: { ...lightRecipe, epochs: 960 },
};

const nesterov = { rate: 0.1, nesterov: true } as const;
const lightNesterov = { ...nesterov, rate: 0.02 };

const dot = { dot: { delta: 0.075 } };

export default defineSuite({
  name: 'own-recipes',
  title: "Methods after CRD by their authors' own recipes, CIFAR-100",
  description:
    'MLKD, KD++ and DOT are trained otherwise than CRD, and compared with it in their papers all the same; and KD through a teacher assistant. Each table has KD by the same recipe. It takes months on one GPU.',

  dataset: cifar100.dataset,
  // Teachers are CRD's in all of them.
  recipe,

  tables: [
    {
      // Rates and epochs: Multi-Level-Logit-Distillation, commit 5ee473f, its configurations. The copy in
      // logit-standardization-KD, commit f6e5aa5, has 480 epochs where these have 240.
      name: 'mlkd',
      title: "MLKD's recipe: at 0.025 for pairs of one architecture, and up to 960 epochs for others",
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_16_2', recipe: multiLevel.same },
        { teacher: 'wrn_40_2', student: 'wrn_40_1', recipe: multiLevel.same },
        { teacher: 'resnet56', student: 'resnet20', recipe: multiLevel.same },
        { teacher: 'resnet110', student: 'resnet20', recipe: multiLevel.same },
        { teacher: 'resnet110', student: 'resnet32', recipe: multiLevel.same },
        { teacher: 'resnet32x4', student: 'resnet8x4', recipe: multiLevel.same },
        { teacher: 'vgg13', student: 'vgg8', recipe: multiLevel.same },
        { teacher: 'vgg13', student: 'MobileNetV2', recipe: multiLevel.mobile },
        { teacher: 'ResNet50', student: 'MobileNetV2', recipe: multiLevel.mobile },
        { teacher: 'resnet32x4', student: 'ShuffleV1', recipe: multiLevel.shuffle },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: multiLevel.shuffle },
        { teacher: 'wrn_40_2', student: 'ShuffleV1', recipe: multiLevel.shuffleFromWide },
      ],
      distillers: ['vanilla', 'KD', 'MLKD', 'MLKD-as-written'],
      trials: 3,
    },
    {
      // Knowledge-Distillation-via-ND, commit fc6f3f9, CIFAR/*.sh and *.py.
      name: 'nd',
      title: "KD++'s recipe: Nesterov's momentum, at 0.1 and for light students at 0.02",
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_40_1', recipe: nesterov },
        { teacher: 'resnet56', student: 'resnet20', recipe: nesterov },
        { teacher: 'resnet32x4', student: 'resnet8x4', recipe: nesterov },
        { teacher: 'ResNet50', student: 'MobileNetV2', recipe: lightNesterov },
        { teacher: 'resnet32x4', student: 'ShuffleV1', recipe: lightNesterov },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: lightNesterov },
      ],
      distillers: ['vanilla', 'KD', 'KD++'],
      trials: 3,
    },
    {
      // mdistiller, commit a08d46f: delta 0.075 on CIFAR-100; the pairs of its README.
      name: 'dot',
      title: 'KD with DOT: what labels and what teachers teach have a momentum each',
      pairs: [
        { teacher: 'resnet32x4', student: 'resnet8x4', recipe: dot },
        { teacher: 'vgg13', student: 'vgg8', recipe: dot },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: { ...lightRecipe, ...dot } },
      ],
      distillers: ['KD'],
      trials: 3,
    },
    {
      // The pair is ours: TAKD's own networks, epochs and searched temperatures are not CRD's.
      name: 'assistants',
      title: 'KD from resnet110 to resnet20 through an assistant, as in TAKD',
      pairs: [
        { teacher: 'resnet110', student: 'resnet20' },
        { teacher: 'resnet110', student: 'resnet56' },
        { teacher: 'resnet56', assistant: { pair: 'resnet110/resnet56', distiller: 'KD' }, student: 'resnet20' },
      ],
      distillers: ['vanilla', 'KD'],
      trials: 3,
    },
  ],

  distillers: [vanilla, kd, mlkd, mlkdAsWritten, kdPlusPlus],

  baseline: 'after-crd',
});
