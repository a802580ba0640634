import { defineSuite, withKd } from '../harness/suite/define-suite.ts';
import { deepMutualLearning } from './ablation/mutual.ts';
import { shortRecipe } from './digits/short-recipe.ts';
import digits, { crd } from './digits.ts';
import * as paper from './paper/distillers.ts';

const { vanilla, kd, sp } = paper;
const pairs = [{ teacher: 'resnet8' as const, student: 'resnet8' as const, mutual: true as const }];
const trials = 3;

export default defineSuite({
  name: 'mutual-digits',
  title: 'Deep mutual learning on digits',
  description:
    "The small form of the paper's Table 9: two networks, of which neither has learned anything before, teach each other 500 digits. It shows in minutes that all of it runs, and proves nothing about the paper.",

  dataset: digits.dataset,
  recipe: shortRecipe,

  tables: [
    { name: 'table9-student', title: "Deep mutual learning, the student's side", side: 'student', pairs, trials },
    {
      ...{ name: 'table9-teacher', title: "Deep mutual learning, the teacher's side", side: 'teacher', pairs, trials },
      distillers: ['DML', 'KD', 'SP', 'CRD+KD'],
    },
  ],

  // Of logits with both weights, of features, and CRD beside KD: one each, by our choice.
  distillers: [vanilla, deepMutualLearning, kd, sp, withKd(crd)],

  threads: 1,
});
