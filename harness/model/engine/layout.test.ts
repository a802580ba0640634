import { expect, test } from 'vitest';
import { engineShape, fromTorch, type Layout, torchShape, toTorch } from './layout.ts';

test('a convolution filter moves from [out, in, height, width] to [height, width, in, out]', () => {
  const shape = engineShape([2, 3, 1, 2], 'convolution');
  expect(shape).toEqual([1, 2, 3, 2]);
  const values = Float32Array.from({ length: 12 }, (_, i) => i);
  // Place [y = 0, x = 1, in = 2, out = 1] of ours is place [1, 2, 0, 1] of PyTorch's: 1 * 6 + 2 * 2 + 1.
  expect(fromTorch(values, shape, 'convolution')[1 * 6 + 2 * 2 + 1]).toBe(11);
  expect(fromTorch(values, shape, 'convolution')[1 * 6 + 0 * 2 + 1]).toBe(7);
});

test.each<[Layout, number[]]>([
  ['convolution', [4, 3, 5, 2]],
  ['transposed convolution', [4, 3, 5, 2]],
  ['depthwise', [6, 1, 3, 3]],
  ['linear', [5, 7]],
  ['images', [2, 3, 4, 5]],
  ['as is', [9]],
])('%s comes back as it was', (layout, shape) => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i);
  const ours = engineShape(shape, layout);
  expect(torchShape(ours, layout)).toEqual(shape);
  expect(toTorch(fromTorch(values, ours, layout), ours, layout)).toEqual(values);
});
