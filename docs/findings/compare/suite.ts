import { defineSuite, withOptions } from '../../../harness/suite/define-suite.ts';
import { crd, kd, rkd, sp, vanilla } from '../../../suites/paper/distillers.ts';

const recipe = { batch: 16, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropFactor: 0.1 };

export default defineSuite({
  name: 'compared-pairs',
  title: 'Pairs of digits in the form of CIFAR-100',
  description: 'Small enough to train both by us and by RepDistiller on a CPU.',
  // make-archive.ts FILE 1000 200
  dataset: { name: 'cifar100', archive: '4c65aba23934538134c1543d1bea1036ca3ca18da8beebd2573400743a1bc63d' },
  recipe: { ...recipe, epochs: 9, dropsAfter: [6, 8] },
  teacherRecipe: { ...recipe, epochs: 24, dropsAfter: [15, 21] },
  tables: [{ name: 'pairs', pairs: [{ teacher: 'resnet20', student: 'resnet8' }], trials: 5 }],
  distillers: [vanilla, kd, withOptions(crd, { negatives: 256 }, '256 negatives, as there are 1,000 images'), sp, rkd],
});
