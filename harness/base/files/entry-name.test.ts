import { expect, test } from 'vitest';
import { entryName } from './entry-name.ts';

test.each([
  ['cifar/train.bin', 'cifar/train.bin'],
  ['./cifar/train.bin', 'cifar/train.bin'],
  ['././/cifar/', 'cifar/'],
  ['./', ''],
  ['../train.bin', '../train.bin'],
  ['.hidden/_.bin', '.hidden/_.bin'],
  ['./._cifar', undefined],
  ['cifar/._train.bin', undefined],
  ['cifar/.DS_Store', undefined],
  ['__MACOSX/cifar/._train.bin', undefined],
  ['__MACOSX/', undefined],
])('%s is %s', (path, name) => {
  expect(entryName(path)).toBe(name);
});
