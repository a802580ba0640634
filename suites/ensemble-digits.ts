import { defineSuite, withKd } from '../harness/suite/define-suite.ts';
import { shortRecipe } from './digits/short-recipe.ts';
import digits, { crd } from './digits.ts';
import * as paper from './paper/distillers.ts';

export default defineSuite({
  name: 'ensemble-digits',
  title: 'From several teachers, on 500 handwritten digits',
  description:
    'The small form of ensemble, with up to four teachers: it shows in minutes that all of it runs, and proves nothing about the paper.',

  dataset: digits.dataset,
  recipe: shortRecipe,

  tables: [
    {
      name: 'resnet8',
      pairs: [1, 2, 4].map((teachers) => ({ teacher: 'resnet8', teachers, student: 'resnet8' })),
      trials: 3,
      against: 'teachers',
    },
  ],

  distillers: [paper.vanilla, paper.kd, crd, withKd(crd)],

  threads: 1,
});
