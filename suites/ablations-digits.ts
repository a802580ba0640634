import { defineSuite } from '../harness/suite/define-suite.ts';
import { withImagesExcluded, withInfoNce, withNegatives, withTemperature } from './ablation/rows.ts';
import { shortRecipe } from './digits/short-recipe.ts';
import digits, { crd } from './digits.ts';
import * as paper from './paper/distillers.ts';

const infoNce = withInfoNce(crd);

export default defineSuite({
  name: 'ablations-digits',
  title: "What CRD's parts do, on 500 handwritten digits",
  description:
    "The small form of the paper's Table 6 and Figure 5, with a few points of each: it shows in minutes that all of them run, and proves nothing about the paper.",

  dataset: digits.dataset,
  recipe: shortRecipe,

  // The points are our choice: about the least and the most that 500 images and the paper's range allow, and one or two between.
  tables: [
    {
      name: 'objective',
      title: 'The objective, and which images are negatives',
      distillers: ['vanilla', 'InfoNCE-images', 'InfoNCE', 'CRD-images', 'CRD'],
    },
    {
      name: 'negatives',
      title: 'How many negatives',
      distillers: ['vanilla', 'CRD-N16', 'CRD-N64', 'CRD'],
      against: 'negatives' as const,
    },
    {
      name: 'temperature',
      title: 'The temperature',
      // At 0.02, the least of the paper's range, all three trials diverge in the second epoch.
      distillers: ['vanilla', 'CRD-tau0.05', 'CRD', 'CRD-tau0.1', 'CRD-tau0.3'],
      against: 'temperature' as const,
    },
  ].map((table) => ({ ...table, pairs: [{ teacher: 'resnet20', student: 'resnet8' }], trials: 3 })),

  distillers: [
    ...[paper.vanilla, crd, infoNce, withImagesExcluded(infoNce), withImagesExcluded(crd)],
    ...[16, 64].map((negatives) => withNegatives(crd, negatives)),
    ...[0.05, 0.1, 0.3].map((temperature) => withTemperature(crd, temperature)),
  ],

  threads: 1,
});
