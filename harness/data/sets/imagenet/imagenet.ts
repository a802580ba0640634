import { defineDataset } from '../define-dataset.ts';
import { loadImagenet } from './load.ts';
import { openImagenet } from './manifest.ts';
import { imagenetOptions } from './options.ts';

export const imagenet = defineDataset({
  options: imagenetOptions,
  text: ({ size }) => `ImageNet, ${size}x${size}`,
  classes: ({ classes }) => classes,
  trainingImages: ({ training }) => training,
  testImages: ({ test }) => test,
  load: loadImagenet,
  find: openImagenet,
  prepare: async (from) => (await import('./fetch-imagenet.ts')).fetchImagenet(from),
});
