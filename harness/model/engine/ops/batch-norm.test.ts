import { expect, test } from 'vitest';
import { type Tensor, tf } from '../tensorflow.ts';
import { batchNormEvaluation, batchNormTraining } from './batch-norm.ts';
import { expectClose, expectGradients, input } from './fixtures/checks.ts';
import { foldOf } from './folded-batch-norm.ts';

test('batch norm in evaluation has a gradient of its own', () => {
  const inputs = [input('x', 4, 3, 3, 2), input('weight', 2), input('bias', 2)];
  const runningMean = tf.tensor1d([0.5, -0.5]);
  const runningVariance = tf.tensor1d([2, 0.5]);
  expectGradients(inputs, (x, weight, bias) =>
    batchNormEvaluation({ x: x!, weight: weight!, bias: bias!, runningMean, runningVariance }),
  );
});

test.each([3, 4, 8])('batch norm in training, over %i channels', (channels) => {
  // Of three channels, 16 pixels are taken for one, where that has a use.
  expect(foldOf([2, 3, 16, channels])).toBe(channels === 3 ? 16 : 1);
  const inputs = [input('x', 2, 3, 16, channels), input('weight', channels), input('bias', channels)];
  const [before, one] = [tf.fill([channels], 0.5), tf.ones([channels])];
  let statistics: number[][] = [];
  const norm = (x: Tensor, weight: Tensor, bias: Tensor) =>
    batchNormTraining({ x, weight, bias, runningMean: before, runningVariance: one }, (...noted) => {
      statistics = noted.map((values) => Array.from(values.dataSync()));
    });
  expectGradients(inputs, (x, weight, bias) => norm(x!, weight!, bias!), 3e-2);

  const [x, weight, bias] = inputs.map(({ value }) => value.arraySync()) as [number[][][][], number[], number[]];
  const ofChannel = (channel: number) => x.flat(2).map((values) => values[channel]!);
  const means = bias.map((_, channel) => ofChannel(channel).reduce((a, b) => a + b) / 96);
  const squares = means.map((mean, channel) => ofChannel(channel).reduce((sum, value) => sum + (value - mean) ** 2, 0));
  const value = x
    .flat(2)
    .flatMap((values) =>
      values.map((value, c) => ((value - means[c]!) / Math.sqrt(squares[c]! / 96 + 1e-5)) * weight[c]! + bias[c]!),
    );
  expectClose(norm(...(inputs.map(({ value }) => value) as [Tensor, Tensor, Tensor])), value);
  means.forEach((mean, channel) => {
    expect(statistics[0]![channel]).toBeCloseTo(0.9 * 0.5 + 0.1 * mean, 5);
    expect(statistics[1]![channel]).toBeCloseTo(0.9 + (0.1 * squares[channel]!) / 95, 5);
  });
});
