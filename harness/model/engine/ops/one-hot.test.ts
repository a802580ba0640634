import { expect, test } from 'vitest';
import { tf } from '../tensorflow.ts';
import { oneHot } from './one-hot.ts';

test('each label marks its class', () => {
  const marked = oneHot(tf.tensor1d([2, 0], 'int32'), 3);
  expect(marked.arraySync()).toEqual([
    [0, 0, 1],
    [1, 0, 0],
  ]);
});
