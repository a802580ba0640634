import { expect, test, vi } from 'vitest';
import { tf } from './tensorflow.ts';
import { Variable } from './variable.ts';

const draw = () => vi.fn(() => Float32Array.of(1, 2));

test('first values are made once, when they are needed', () => {
  const initial = draw();
  const variable = new Variable({ name: 'weight', shape: [2], initial: { draw: initial } });
  expect(initial).not.toHaveBeenCalled();
  expect([...variable.value.dataSync()]).toEqual([1, 2]);
  expect([...variable.value.dataSync()]).toEqual([1, 2]);
  expect(initial).toHaveBeenCalledOnce();
  variable.dispose();
});

test('they are not made where others are set before', () => {
  const initial = draw();
  const variable = new Variable({ name: 'weight', shape: [2], initial: { draw: initial } });
  variable.set(tf.tensor1d([3, 4]));
  expect([...variable.value.dataSync()]).toEqual([3, 4]);
  expect(initial).not.toHaveBeenCalled();
  variable.dispose();
});
