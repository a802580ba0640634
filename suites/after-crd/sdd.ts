import { defineDistiller } from '../../harness/suite/define-suite.ts';
import { dkd, warmUp } from './dkd.ts';

const authors = 'SDD-CVPR2024, commit e412036';
const finer = { method: { finest: 4 } };

/** The pairs of two architectures that it serves, but vgg13/vgg8, which has [1,2] too. */
const byPair = {
  settings: { 'ResNet50/vgg8': finer, 'resnet32x4/ShuffleV1': finer },
  source: `${authors}, its scripts: M [1,2,4] for pairs of two architectures`,
};

export const sdKd = defineDistiller({
  name: 'SD-KD',
  gamma: 0.1,
  alpha: 0,
  beta: 0.9,
  method: { name: 'sdd', finest: 2, of: { name: 'kd', temperature: 4 } },
  source: `${authors}: its defaults; M [1,2] in its scripts for pairs of one architecture`,
  byPair,
});

export const sdDkd = defineDistiller({
  name: 'SD-DKD',
  gamma: 1,
  alpha: 0,
  beta: 1,
  schedules: { beta: warmUp },
  method: { name: 'sdd', finest: 2, of: dkd.method },
  source: `${authors}: its warm-up; M [1,2] in its scripts for pairs of one architecture; the weights are DKD's own`,
  byPair,
});
