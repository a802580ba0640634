import { defineSuite } from '../harness/suite/define-suite.ts';

export default defineSuite({
  name: 'digits',
  title: 'Distillation on 500 handwritten digits',
  description: 'The whole method in minutes on a laptop: with so few labels, what a teacher adds is easy to see.',

  dataset: { name: 'digits', training: 500, test: 1000 },

  // The paper's recipe for CIFAR-100 in 20 epochs: the rate drops after 150, 180 and 210 of the paper's 240.
  recipe: {
    epochs: 20,
    batch: 64,
    rate: 0.05,
    momentum: 0.9,
    weightDecay: 5e-4,
    dropsAfter: [13, 15, 18],
    dropFactor: 0.1,
  },

  tables: [{ name: 'digits', pairs: [{ teacher: 'resnet20', student: 'resnet8' }], trials: 3 }],

  // The loss is gamma * cross entropy + alpha * KD + beta * the method's own.
  distillers: [
    {
      name: 'vanilla',
      gamma: 1,
      alpha: 0,
      beta: 0,
      source: 'cross entropy alone',
    },
    {
      name: 'KD',
      gamma: 0.1,
      alpha: 0.9,
      beta: 0,
      temperature: 4,
      source: 'RepDistiller, scripts/run_cifar_distill.sh: -r 0.1 -a 0.9 -b 0',
    },
    {
      name: 'CRD',
      gamma: 1,
      alpha: 0,
      beta: 0.8,
      method: { name: 'crd', negatives: 256 },
      source: 'RepDistiller, scripts/run_cifar_distill.sh: -a 0 -b 0.8; 256 negatives, as 500 images have no 16,384',
    },
    {
      name: 'CRD+KD',
      gamma: 1,
      alpha: 1,
      beta: 0.8,
      temperature: 4,
      method: { name: 'crd', negatives: 256 },
      source: 'RepDistiller, README.md: -a 1 -b 0.8; 256 negatives, as 500 images have no 16,384',
    },
  ],

  threads: 1,
});
