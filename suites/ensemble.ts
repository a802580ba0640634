import { defineSuite } from '../harness/suite/define-suite.ts';
import { crd, kd, vanilla } from './paper/distillers.ts';
import { recipe } from './paper/recipe.ts';

// How many teachers the points of Figure 4 have was not found published, but for the last one, 8: these are our choice, as are 3
// trials. Teachers are the same in all trials: whether the paper trains others was not found published either.
const sizes = [1, 2, 4, 6, 8];
const trials = 3;

const tableOf = (network: 'wrn_16_2' | 'resnet20', side: string) => ({
  name: network.replaceAll('_', '-'),
  title: `Figure 4, ${side}: from several teachers of the student's own architecture, CIFAR-100`,
  pairs: sizes.map((teachers) => ({ teacher: network, teachers, student: network })),
  trials,
  against: 'teachers' as const,
});

export default defineSuite({
  name: 'ensemble',
  title: "The paper's Figure 4: ensemble distillation, CIFAR-100",
  description:
    'One student learns from up to eight teachers of its own architecture. What is not known of the paper is our choice. It takes weeks of a GPU.',

  dataset: { name: 'cifar100' },
  recipe,

  tables: [tableOf('wrn_16_2', 'left'), tableOf('resnet20', 'right')],

  // CRD's losses are summed over teachers, as in the paper; their weight is as with one teacher, by our choice. KD's is their mean,
  // whose gradient is that of the mean of their softened probabilities: our choice too.
  distillers: [vanilla, kd, crd],

  baseline: 'ensemble',
});
