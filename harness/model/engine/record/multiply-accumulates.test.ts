import { expect, test } from 'vitest';
import { batchMatMulTransposed } from '../ops/batch-mat-mul.ts';
import { convolution, depthwiseConvolution } from '../ops/convolution.ts';
import { linear, matMulTransposed } from '../ops/linear.ts';
import { transposedConvolution } from '../ops/transposed-convolution.ts';
import { createProgram } from '../program.ts';
import { type Tensor, tf } from '../tensorflow.ts';

const ones = (...shape: number[]) => tf.ones(shape);

/** Multiply-accumulates of a step that computes a value, or its gradients too. */
async function countedIn(compute: (...inputs: Tensor[]) => Tensor, shapes: number[][], gradients = false) {
  const inputs = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { dtype: 'float32' as const, shape }]));
  const step = {
    inputs,
    run: (given: Record<string, Tensor>) => {
      const tensors = Object.values(given);
      const value = gradients ? tf.grads(compute)(tensors) : [compute(...tensors)];
      return Object.fromEntries(value.map((tensor, i) => [`y${i}`, tensor]));
    },
  };
  const program = await createProgram([], { step });
  const counted = program.multiplyAccumulates!.get('step');
  program.dispose();
  return counted;
}

test.each<[string, (...inputs: Tensor[]) => Tensor, number[][], number]>([
  [
    'a convolution',
    (x, w) => convolution(x!, w!, { padding: 1 }),
    [
      [2, 8, 8, 3],
      [3, 3, 3, 5],
    ],
    2 * 64 * 5 * 27,
  ],
  [
    'one with a stride',
    (x, w) => convolution(x!, w!, { stride: 2, padding: 1 }),
    [
      [2, 8, 8, 3],
      [3, 3, 3, 5],
    ],
    2 * 16 * 5 * 27,
  ],
  [
    'one in two groups',
    (x, w) => convolution(x!, w!),
    [
      [2, 8, 8, 4],
      [1, 1, 2, 6],
    ],
    2 * 64 * 6 * 2,
  ],
  [
    'one of each channel',
    (x, w) => depthwiseConvolution(x!, w!, { padding: 1 }),
    [
      [2, 8, 8, 3],
      [3, 3, 3, 1],
    ],
    2 * 64 * 3 * 9,
  ],
  [
    'a transposed one',
    (x, w) => transposedConvolution(x!, w!, { stride: 2, padding: 1 }),
    [
      [2, 4, 4, 3],
      [4, 4, 5, 3],
    ],
    2 * 16 * 3 * 16 * 5,
  ],
  [
    'a linear layer',
    (x, w) => linear(x!, w!, ones(7)),
    [
      [4, 3],
      [3, 7],
    ],
    4 * 3 * 7,
  ],
  [
    'a product with a transposed factor',
    (a, b) => matMulTransposed(a!, b!),
    [
      [4, 3],
      [7, 3],
    ],
    4 * 3 * 7,
  ],
  [
    'several products',
    (a, b) => batchMatMulTransposed(a!, b!),
    [
      [2, 4, 3],
      [2, 7, 3],
    ],
    2 * 4 * 3 * 7,
  ],
])('%s, and twice as many for its gradients', async (_, compute, shapes, expected) => {
  expect(await countedIn(compute, shapes)).toBe(expected);
  expect(await countedIn(compute, shapes, true)).toBe(2 * expected);
});

test('what no output needs does not count, and sums are none', async () => {
  const compute = (a?: Tensor, b?: Tensor) => {
    matMulTransposed(a!, b!);
    return tf.add(a!, b!);
  };
  expect(
    await countedIn(compute, [
      [4, 3],
      [4, 3],
    ]),
  ).toBe(0);
});
