import { expect, test } from 'vitest';
import { exitCode } from '../../../base/problem.ts';
import { expectClose } from '../../engine/ops/fixtures/checks.ts';
import { Parameters } from '../../engine/parameters.ts';
import { RandomStream } from '../../engine/random.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';
import { layerAttention } from './layer-attention.ts';

const attention = layerAttention(new Parameters(0), { students: 1, teachers: 2, batch: 16, temperature: 1 });
const random = new RandomStream(0, 'maps');
const maps = (images: number) =>
  tf.tensor4d(
    Float32Array.from({ length: images * 12 }, () => random.normal()),
    [images, 2, 2, 3],
  );
const rowsOf = ([ofStudent]: Tensor[]) => ofStudent!.arraySync() as number[][];

test('each image shares its attention out among the teacher’s layers', () => {
  const rows = rowsOf(attention([maps(16)], [maps(16), maps(16)]));
  expect(rows).toHaveLength(16);
  for (const [first = 0, second = 0] of rows) expect(first + second).toBeCloseTo(1, 6);
  expect(new Set(rows.map(([first]) => first)).size).toBe(16);
});

test('images that a short batch lacks are similar to none', () => {
  const [student, first, second] = [maps(15), maps(15), maps(15)];
  const black = tf.zeros([1, 2, 2, 3]);
  const whole = [student, first, second].map((maps) => tf.concat([maps, black], 0));
  const rows = rowsOf(attention([student], [first, second]));
  const [ofWhole] = attention([whole[0]!], [whole[1]!, whole[2]!]);
  expectClose(ofWhole!.slice([0, 0], [15, 2]), rows.flat());
});

test('a larger batch is refused in a sentence', () => {
  expect(() => attention([maps(17)], [maps(17), maps(17)])).toThrow(
    expect.objectContaining({
      code: exitCode.configuration,
      message: expect.stringContaining('batches of 16 images, and this one has 17'),
    }),
  );
});
