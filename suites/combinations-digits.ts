import { defineSuite, withKd, withMethod } from '../harness/suite/define-suite.ts';
import { shortRecipe } from './digits/short-recipe.ts';
import digits, { crd } from './digits.ts';
import * as paper from './paper/distillers.ts';

const { vanilla, kd, pkt } = paper;

export default defineSuite({
  name: 'combinations-digits',
  title: 'Distillers with KD, and with CRD, on 500 handwritten digits',
  description:
    "The small form of the paper's Table 7, with one other distiller: it shows in minutes that all of it runs, and proves nothing about the paper.",

  dataset: digits.dataset,
  recipe: shortRecipe,

  tables: [{ name: 'combinations', pairs: [{ teacher: 'resnet20', student: 'resnet8' }], trials: 3 }],

  distillers: [vanilla, kd, withKd(pkt), crd, withKd(crd), withMethod(crd, pkt)],

  threads: 1,
});
