import { stretch } from '../harness/job/recipe.ts';
import { defineSuite, withKd, withOptions } from '../harness/suite/define-suite.ts';
import { random, withoutClasses, withoutLabels } from './cross-modal/rows.ts';
import { shortRecipe } from './digits/short-recipe.ts';
import digits, { crd as crdOfDigits } from './digits.ts';
import * as paper from './paper/distillers.ts';

const { kd, fitnet, at } = paper;
// Our choice, made on these digits. An epoch has 32 steps here. An image's own row in a memory bank is always of the epoch before, while
// half of the others are of this one. Where half of a row is replaced at once, that alone is what student and teacher learn to tell,
// as no other loss holds them. Where a fifth of it is, they learn what is in the images.
const crd = withoutClasses(
  withOptions(crdOfDigits, { momentum: 0.8 }, '0.8 of a row of the memory banks stays, by our choice'),
);
const target = { name: 'digits', training: 200, test: 1000 } as const;

export default defineSuite({
  name: 'cross-modal-digits',
  title: 'From the upper half of a digit to the lower one',
  description:
    'The small form of cross-modal: a teacher of the upper halves of 500 labelled digits teaches a student of the lower halves of 1,000 without labels; then the student is probed and tuned on 200. It shows in minutes that all of it runs, and proves nothing about the paper.',

  dataset: { ...target, training: 1000 },
  teacherDataset: digits.dataset,
  views: { teacher: 'upper', student: 'lower' },
  // Half a batch gives 1,000 images as many steps as 2,000 would have, in half the time.
  recipe: { ...shortRecipe, batch: 32 },
  teacherRecipe: shortRecipe,

  tables: [
    {
      name: 'halves',
      pairs: [{ teacher: 'resnet20', student: 'resnet8' }],
      targets: [
        { name: 'probed', title: 'linear probe', dataset: target, how: 'linear probe' },
        {
          name: 'tuned',
          title: 'fine-tuning',
          dataset: target,
          how: 'fine-tuning',
          // 156 steps.
          recipe: { ...stretch(shortRecipe, 12), batch: 16 },
        },
      ],
      trials: 3,
    },
  ],

  distillers: [random, ...[kd, withKd(at), fitnet, crd].map(withoutLabels)],

  threads: 1,
});
