import { defineSuite, withKd, withOptions } from '../harness/suite/define-suite.ts';
import * as paper from './paper/distillers.ts';
import { lightRecipe, recipe } from './paper/recipe.ts';

const { vanilla, kd, fitnet, at, sp, cc, vid, rkd, pkt, ab, ft, fsp, nst, crd, crdWithKd } = paper;
const temperature = 0.1;
const printed = "0.1 is the paper's temperature on CIFAR-100";

export default defineSuite({
  name: 'cifar100',
  title: "The paper's Tables 1 and 2: distillation on CIFAR-100",
  description:
    'Thirteen distillers on thirteen pairs of networks, as the authors train them. It takes months on one GPU.',

  dataset: { name: 'cifar100' },

  // The authors' code has this recipe for teachers too, but cannot train the teacher ResNet50 (train_teacher.py does not
  // take its name): for that one no recipe was published, and this one is a guess.
  recipe,

  tables: [
    {
      name: 'table1',
      title: 'Table 1: teacher and student of the same architecture, CIFAR-100',
      pairs: [
        { teacher: 'wrn_40_2', student: 'wrn_16_2' },
        { teacher: 'wrn_40_2', student: 'wrn_40_1' },
        { teacher: 'resnet56', student: 'resnet20' },
        { teacher: 'resnet110', student: 'resnet20' },
        { teacher: 'resnet110', student: 'resnet32' },
        { teacher: 'resnet32x4', student: 'resnet8x4' },
        { teacher: 'vgg13', student: 'vgg8' },
      ],
      trials: 5,
    },
    {
      name: 'table2',
      title: 'Table 2: teacher and student of different architectures, CIFAR-100',
      pairs: [
        { teacher: 'vgg13', student: 'MobileNetV2', recipe: lightRecipe },
        { teacher: 'ResNet50', student: 'MobileNetV2', recipe: lightRecipe },
        { teacher: 'ResNet50', student: 'vgg8' },
        { teacher: 'resnet32x4', student: 'ShuffleV1', recipe: lightRecipe },
        { teacher: 'resnet32x4', student: 'ShuffleV2', recipe: lightRecipe },
        { teacher: 'wrn_40_2', student: 'ShuffleV1', recipe: lightRecipe },
      ],
      trials: 3,
    },
  ],

  distillers: [
    ...[vanilla, kd, fitnet, at, sp, cc, vid, rkd, pkt, ab, ft, fsp, nst, crd, crdWithKd],
    // Each method with KD's loss beside its own.
    ...[fitnet, at, sp, cc, vid, rkd, pkt, ab, ft, fsp, nst].map(withKd),
    // Where the paper and the authors' code disagree, the rows above follow the code, and these the paper.
    { ...ft, name: 'FT-500', beta: 500, source: "the paper's appendix; the authors' script has 200" },
    { ...withOptions(crd, { temperature }, printed), name: 'CRD-tau0.1' },
    { ...withOptions(crdWithKd, { temperature }, printed), name: 'CRD+KD-tau0.1' },
  ],
  // The rows of the paper's tables.
  defaultDistillers: [
    'vanilla',
    ...['KD', 'FitNet', 'AT', 'SP', 'CC', 'VID', 'RKD', 'PKT', 'AB', 'FT', 'FSP', 'NST', 'CRD', 'CRD+KD'],
  ],

  baseline: 'cifar100',
});
