import type { Dataset } from '../../job/dataset.ts';

/** A data set, for people. */
export function datasetText(dataset: Dataset): string {
  switch (dataset.name) {
    case 'digits':
      return `${dataset.training} digits of MNIST, tested on ${dataset.test} others`;
    case 'pairs':
      return `${dataset.training} pairs of MNIST's digits, tested on ${dataset.test} pairs of others`;
    case 'cifar100':
      return `CIFAR-100 (archive sha256 ${dataset.archive.slice(0, 8)})`;
    case 'stl10':
      return `STL-10, ${dataset.part}, ${dataset.size}x${dataset.size} (archive sha256 ${dataset.archive.slice(0, 8)})`;
    case 'nyu-depth':
      return `NYU-Depth V2, ${dataset.size}x${dataset.size} (archive ${dataset.archive.slice(0, 8)})`;
    case 'imagenet':
      return `ImageNet, ${dataset.size}x${dataset.size}`;
    case 'tiny-imagenet':
      return `Tiny ImageNet, ${dataset.size}x${dataset.size} (archive ${dataset.archive.slice(0, 8)})`;
  }
}
