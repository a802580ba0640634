import { expect, test } from 'vitest';
import { datasetSchema } from '../../job/dataset.ts';
import { classesOf, loadAnyData } from './registry.ts';

test('the number of classes is known without the data, and is theirs', async () => {
  const digits = datasetSchema.parse({ name: 'digits', training: 10, test: 10 });
  expect(classesOf(digits)).toBe((await loadAnyData(digits)).classes);
});

test.each([
  [{ name: 'cifar100' }, 100],
  [{ name: 'stl10', size: 32 }, 10],
  [{ name: 'tiny-imagenet', size: 32 }, 200],
  [{ name: 'tiny-imagenet', size: 32, archive: 'a'.repeat(64) }, undefined],
  [{ name: 'imagenet', classes: 12 }, 12],
])('%j', (dataset, classes) => {
  expect(classesOf(datasetSchema.parse(dataset))).toBe(classes);
});
