import { defineSuite } from '../harness/suite/define-suite.ts';
import * as paper from './paper/distillers.ts';
import { recipe } from './paper/recipe.ts';

const { vanilla, kd, at, fitnet, crd, crdWithKd } = paper;

// How the paper's linear layer was trained was not published: its optimiser, its epochs, its augmentation. By our choice it is
// logistic regression that is fitted to its end, with scikit-learn's default penalty, so that none of them matters.
const how = 'linear probe';

export default defineSuite({
  name: 'transfer',
  title: "The paper's Table 4: representations transferred from CIFAR-100",
  description:
    'Networks of the suite cifar100, frozen: a linear layer on what they see of STL-10 and Tiny ImageNet. Where cifar100 has trained them they are taken from there, and the rest takes minutes; else it takes days of a GPU.',

  dataset: { name: 'cifar100' },
  recipe,

  tables: [
    {
      name: 'table4',
      title: 'Table 4: a linear layer on frozen networks, CIFAR-100 to STL-10 and Tiny ImageNet',
      pairs: [{ teacher: 'wrn_40_2', student: 'wrn_16_2' }],
      targets: [
        { name: 'stl10', title: 'STL-10', dataset: { name: 'stl10', size: 32 }, how },
        { name: 'tiny-imagenet', title: 'Tiny ImageNet', dataset: { name: 'tiny-imagenet', size: 32 }, how },
      ],
      // Of how many runs the paper's numbers are the mean was not found published: those of the same students in Table 1, by our choice.
      trials: 5,
    },
  ],

  distillers: [vanilla, kd, at, fitnet, crd, crdWithKd],

  baseline: 'transfer',
});
