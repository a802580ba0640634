import { describe, expect, test } from 'vitest';
import { gradients } from '../gradients.ts';
import { tf } from '../tensorflow.ts';
import { Variable } from '../variable.ts';
import { absolute } from './absolute.ts';
import { leakyRelu } from './activation.ts';
import { adaptiveAveragePool } from './adaptive-pooling.ts';
import { batchMatMulTransposed, matMulEach, transposedBatchMatMul } from './batch-mat-mul.ts';
import { addBias } from './bias.ts';
import { channelShuffle } from './channel-shuffle.ts';
import type { Geometry } from './convolution.ts';
import { erfc } from './erfc.ts';
import { expectClose, expectGradients, input } from './fixtures/checks.ts';
import { gatherEntries } from './gather.ts';
import { linear, matMulTransposed } from './linear.ts';
import { normalise } from './normalise.ts';
import { averagePool, globalAveragePool, maxPool } from './pooling.ts';
import { sum } from './reduction.ts';
import { crossEntropy, crossEntropyOfKnown, logSoftmax, softmax } from './softmax.ts';
import { transposedConvolution } from './transposed-convolution.ts';
import { upsample } from './upsample.ts';

test('a bias is added to every place of a map', () => {
  const [x, bias] = [input('x', 2, 3, 3, 4), input('bias', 4)];
  const shifts = bias.value.dataSync();
  const sums = Array.from(x.value.dataSync(), (value, i) => value + shifts[i % 4]!);
  expectClose(addBias(x.value, bias.value), sums);
  expectGradients([x, bias], (x, bias) => addBias(x!, bias!));
});

test('a channel shuffle takes one channel of each group in turn', () => {
  const channels = tf.tensor([0, 1, 2, 10, 11, 12], [1, 1, 1, 6]);
  expect([...channelShuffle(channels, 2).dataSync()]).toEqual([0, 10, 1, 11, 2, 12]);
  expect([...channelShuffle(channels, 3).dataSync()]).toEqual([0, 2, 11, 1, 10, 12]);
  expectGradients([input('x', 2, 3, 3, 6)], (x) => channelShuffle(x!, 3));
});

test('the complementary error function keeps its digits where the error function is near 1', () => {
  // Python's math.erfc.
  const values = [1.842700792949715, 1, 0.4795001221869535, 0.004677734981047265, 1.541725790028002e-8];
  expectClose(tf.div(erfc(tf.tensor1d([-1, 0, 0.5, 2, 4])), tf.tensor1d(values)), [1, 1, 1, 1, 1]);
});

describe('transposed convolution', () => {
  /** Its definition: every place of the input adds its multiple of the filter to the output. */
  function scattered(x: Variable, filter: Variable, stride: number, padding: number): number[] {
    const [batch, height, width, inputs] = x.shape as [number, number, number, number];
    const [size, , outputs] = filter.shape as [number, number, number];
    const [rows, columns] = [height, width].map((side) => (side - 1) * stride - 2 * padding + size) as [number, number];
    const [xs, weights] = [x.value.dataSync(), filter.value.dataSync()];
    const result = new Array<number>(batch * rows * columns * outputs).fill(0);
    for (let n = 0; n < batch; n++)
      for (let y = 0; y < height * width; y++)
        for (let tap = 0; tap < size * size; tap++) {
          const row = Math.floor(y / width) * stride + Math.floor(tap / size) - padding;
          const column = (y % width) * stride + (tap % size) - padding;
          if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
          for (let out = 0; out < outputs; out++)
            for (let c = 0; c < inputs; c++)
              result[((n * rows + row) * columns + column) * outputs + out]! +=
                xs[(n * height * width + y) * inputs + c]! * weights[(tap * outputs + out) * inputs + c]!;
        }
    return result;
  }

  const geometries: [string, number, Geometry][] = [
    ['3x3, of the same size', 3, { padding: 1 }],
    ['4x4 with stride 2, of the double size', 4, { padding: 1, stride: 2 }],
    ['3x3 with stride 2, without padding', 3, { stride: 2 }],
  ];
  test.each(geometries)('%s', (_, size, geometry) => {
    const x = input('x', 2, 3, 4, 5);
    const filter = input('filter', size, size, 2, 5);
    const expected = scattered(x, filter, geometry.stride ?? 1, geometry.padding ?? 0);
    expectClose(transposedConvolution(x.value, filter.value, geometry), expected);
    expectGradients([x, filter], (x, filter) => transposedConvolution(x!, filter!, geometry));
  });
});

describe('pooling', () => {
  test('the mean of a map', () => {
    const x = input('x', 2, 4, 4, 3);
    expectClose(globalAveragePool(x.value), [...tf.mean(x.value, [1, 2]).dataSync()]);
    expectGradients([x], (x) => globalAveragePool(x!));
  });

  test('average of windows counts the padding', () => {
    const ones = tf.ones([1, 4, 4, 1]);
    // The first window has four of its nine places inside.
    expect(averagePool(ones, 3, { stride: 2, padding: 1 }).dataSync()[0]).toBeCloseTo(4 / 9);
    expectGradients([input('x', 2, 4, 4, 3)], (x) => averagePool(x!, 3, { stride: 2, padding: 1 }));
    expectGradients([input('x', 2, 4, 4, 3)], (x) => averagePool(x!, 2));
  });

  test('the greatest of windows is never the padding', () => {
    const negative = tf.fill([1, 4, 4, 1], -5);
    expect([...maxPool(negative, 3, { stride: 2, padding: 1 }).dataSync()]).toEqual([-5, -5, -5, -5]);
    expectGradients([input('x', 2, 4, 4, 3)], (x) => maxPool(x!, 2), 1e-3);
    expectGradients([input('x', 2, 4, 4, 3)], (x) => maxPool(x!, 3, { stride: 2, padding: 1 }), 1e-3);
  });
});

test('a map is made larger as torch.nn.functional.interpolate makes it', () => {
  // The example in PyTorch's documentation of Upsample.
  const doubled = [
    [1, 1.25, 1.75, 2],
    [1.5, 1.75, 2.25, 2.5],
    [2.5, 2.75, 3.25, 3.5],
    [3, 3.25, 3.75, 4],
  ];
  expectClose(upsample(tf.tensor([1, 2, 3, 4], [1, 2, 2, 1]), 4, 4), doubled.flat());
  // A slope stays one, but for the ends.
  const slope = [...upsample(tf.tensor([0, 3, 6, 9], [1, 1, 4, 1]), 1, 12).dataSync()];
  const expected = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9];
  expectClose(tf.tensor(slope), expected);
  expectGradients([input('x', 2, 2, 3, 4)], (x) => upsample(x!, 5, 7));
});

describe('pooling to a size', () => {
  /** Its definition, along one axis of a list of rows. */
  const pooled = (rows: number[][], size: number): number[][] =>
    Array.from({ length: size }, (_, i) => {
      const window = rows.slice(Math.floor((i * rows.length) / size), Math.ceil(((i + 1) * rows.length) / size));
      return window[0]!.map((_, place) => window.reduce((total, row) => total + row[place]!, 0) / window.length);
    });
  const turned = (rows: number[][]) => rows[0]!.map((_, column) => rows.map((row) => row[column]!));

  test.each([
    [8, 8, 4],
    [7, 7, 3],
    [5, 5, 4],
    [8, 6, 4],
    [3, 3, 5],
  ])('%i x %i to %i x its own', (height, width, size) => {
    const x = input('x', 1, height, width, 1);
    const values = [...x.value.dataSync()];
    const rows = Array.from({ length: height }, (_, row) => values.slice(row * width, (row + 1) * width));
    expectClose(adaptiveAveragePool(x.value, size), turned(pooled(turned(pooled(rows, size)), size)).flat());
    expectGradients([input('x', 2, height, width, 3)], (x) => adaptiveAveragePool(x!, size));
  });
});

test('activations', () => {
  expect([...leakyRelu(tf.tensor1d([-2, 0, 3]), 0.1).dataSync()].map((x) => x.toFixed(4))).toEqual([
    '-0.2000',
    '0.0000',
    '3.0000',
  ]);
  expectGradients([input('x', 3, 5)], (x) => leakyRelu(x!, 0.1), 1e-3);
  expectGradients([input('x', 3, 5)], (x) => absolute(x!), 1e-3);
  const zero = new Variable({ name: 'zero', shape: [1], initial: new Float32Array(1) });
  expect(gradients([zero], () => ({ loss: sum(absolute(zero.value)) })).gradients[0]!.dataSync()[0]).toBe(0);
});

test('vectors of length 1', () => {
  const x = input('x', 2, 3, 4);
  const lengths = (axis: number) => [...tf.sqrt(sum(tf.square(normalise(x.value, axis)), [axis])).dataSync()];
  for (const axis of [1, 2]) {
    for (const length of lengths(axis)) expect(length).toBeCloseTo(1, 6);
    expectGradients([x], (x) => normalise(x!, axis));
  }
  // PyTorch divides zeros by 1e-12, forward and backward.
  const zeros = new Variable({ name: 'zeros', shape: [1, 2], initial: new Float32Array(2) });
  expect([...normalise(zeros.value, 1).dataSync()]).toEqual([0, 0]);
  const slopes = gradients([zeros], () => ({ loss: sum(normalise(zeros.value, 1)) })).gradients[0]!;
  for (const slope of slopes.dataSync()) expect(slope / 1e12).toBeCloseTo(1, 5);
});

test('batches of matrix products', () => {
  const [a, b] = [input('a', 2, 3, 4), input('b', 2, 5, 4)];
  const rows = (x: Variable, n: number) => tf.slice(x.value, [n, 0, 0], [1, ...x.shape.slice(1)]).reshape([-1, 4]);
  const each = [0, 1].flatMap((n) => [...tf.matMul(rows(a, n), rows(b, n), false, true).dataSync()]);
  expectClose(batchMatMulTransposed(a.value, b.value), each);
  expectClose(transposedBatchMatMul(tf.transpose(a.value, [0, 2, 1]), tf.transpose(b.value, [0, 2, 1])), each);
  expectGradients([a, b], (a, b) => batchMatMulTransposed(a!, b!));
  expectGradients([input('a', 2, 4, 3), input('b', 2, 4, 5)], (a, b) => transposedBatchMatMul(a!, b!));
  const matrix = input('matrix', 2, 3).value;
  const ofEach = [0, 1].flatMap((n) => [...tf.matMul(matrix, rows(a, n)).dataSync()]);
  expectClose(matMulEach(matrix, a.value), ofEach);
  expectGradients([a], (a) => matMulEach(matrix, a!));
});

test('linear layers', () => {
  const inputs = [input('x', 3, 4), input('weight', 4, 5), input('bias', 5)];
  expectGradients(inputs, (x, weight, bias) => linear(x!, weight!, bias!));
  expectGradients([input('a', 3, 4), input('b', 5, 4)], (a, b) => matMulTransposed(a!, b!));
});

test('cross entropy of what is known leaves out the rest', () => {
  const x = input('x', 4, 5);
  const labels = tf.tensor1d([-1, 4, 0, -1], 'int32');
  const known = tf.slice(x.value, [1, 0], [2, 5]);
  expectClose(crossEntropyOfKnown(x.value, labels), [...crossEntropy(known, tf.tensor1d([4, 0], 'int32')).dataSync()]);
  expectGradients([x], (x) => crossEntropyOfKnown(x!, labels));
  expect(crossEntropyOfKnown(x.value, tf.tensor1d([-1, -1, -1, -1], 'int32')).dataSync()[0]).toBe(0);
});

test('softmax and cross entropy', () => {
  const x = input('x', 3, 5);
  expectGradients([x], (x) => logSoftmax(x!));
  expectGradients([x], (x) => softmax(x!));
  const labels = tf.tensor1d([0, 3, 4], 'int32');
  expectGradients([x], (x) => crossEntropy(x!, labels));
  const picked = [0, 3, 4].map((label, row) => -logSoftmax(x.value).dataSync()[row * 5 + label]!);
  expect(crossEntropy(x.value, labels).dataSync()[0]).toBeCloseTo(picked.reduce((a, b) => a + b) / 3, 5);
});

test('entries that are asked for twice add up in the gradient', () => {
  const columns = tf.tensor2d([1, 1, 3, 0, 2, 2], [2, 3], 'int32');
  const x = input('x', 2, 4);
  const values = x.value.dataSync();
  expect([...gatherEntries(x.value, columns).dataSync()]).toEqual([1, 1, 3, 4, 6, 6].map((place) => values[place]));
  expectGradients([x], (x) => gatherEntries(x!, columns));
});
