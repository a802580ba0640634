import { stretch } from '../harness/job/recipe.ts';
import { defineSuite, withKd } from '../harness/suite/define-suite.ts';
import { random, withoutClasses, withoutLabels } from './cross-modal/rows.ts';
import digits, { crd } from './digits.ts';
import * as paper from './paper/distillers.ts';

const { kd, fitnet, at } = paper;
const target = { name: 'digits', training: 200, test: 1000 } as const;

export default defineSuite({
  name: 'cross-modal-digits',
  title: 'From the upper half of a digit to the lower one',
  description:
    'The small form of cross-modal: a teacher of the upper halves of 500 labelled digits teaches a student of the lower halves of 2,000 without labels; then the student is probed and tuned on 200. It shows in minutes that all of it runs, and proves nothing about the paper.',

  dataset: { ...target, training: 2000 },
  teacherDataset: digits.dataset,
  views: { teacher: 'upper', student: 'lower' },
  recipe: digits.recipe,

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
          recipe: stretch(digits.recipe, 40),
        },
      ],
      trials: 3,
    },
  ],

  distillers: [random, ...[kd, withKd(at), fitnet, withoutClasses(crd)].map(withoutLabels)],

  threads: 1,
});
