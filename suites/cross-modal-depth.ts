import { stretch } from '../harness/job/recipe.ts';
import { defineDistiller, defineSuite, withKd } from '../harness/suite/define-suite.ts';
import type { SuiteDeclaration } from '../harness/suite/schema.ts';
import { random, withoutLabels } from './cross-modal/rows.ts';
import imagenet from './imagenet.ts';
import * as paper from './paper/distillers.ts';
import { recipe } from './paper/recipe.ts';

const { kd, fitnet, at } = paper;

const localCrd = defineDistiller({
  name: 'CRD',
  gamma: 0,
  alpha: 0,
  beta: 1,
  method: { name: 'local-crd' },
  source:
    'local features against global ones, as the paper has it here; our form (harness/model/distillers/local-crd.ts), no cross entropy, beta 1 by our choice',
});

// Published were the data set, that a ResNet-18 pretrained on ImageNet teaches a CNN of five layers, the contrast of local and global
// features, and pixel accuracy and mean IoU of segmentation. All else was not found, and is our choice: images of 160x160 pixels, the
// 13 classes, the usual split, about as many steps as there were on few data elsewhere (480 epochs of 795 images), weights, 3 trials,
// how students are trained further.
const dataset = { name: 'nyu-depth', size: 160 } as const;
const segmenting = { ...stretch({ ...recipe, rate: 0.01 }, 240), batch: 16 };

/** Two numbers a cell: two tables, of the same jobs. */
const tableOf = (name: string, metric: 'pixel accuracy' | 'mean IoU'): SuiteDeclaration['tables'][number] => ({
  name,
  title: `Table 5: from RGB to depth, ${metric}`,
  metric,
  pairs: [{ teacher: 'ResNet18', student: 'CNN5' }],
  targets: [{ name: 'segmented', title: 'NYU-Depth V2', dataset, how: 'segmentation', recipe: segmenting }],
  trials: 3,
});

export default defineSuite({
  name: 'cross-modal-depth',
  title: "The paper's Table 5: from RGB to depth",
  description:
    "torchvision's ResNet-18 of photographs teaches a student of their depth on NYU-Depth V2, without labels; then the student learns to say which class each pixel is of. It takes a day of a GPU. Import the teacher from torchvision's checkpoint; otherwise one is trained on ImageNet.",

  dataset,
  teacherDataset: imagenet.dataset,
  views: { student: 'depth' },
  recipe: stretch(recipe, 480),
  teacherRecipe: imagenet.recipe,

  tables: [tableOf('table5', 'pixel accuracy'), tableOf('table5-iou', 'mean IoU')],

  distillers: [random, ...[kd, withKd(at), fitnet].map(withoutLabels), localCrd],

  baseline: 'cross-modal-depth',
});
