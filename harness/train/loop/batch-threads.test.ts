import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import type { Batch } from '../../data/sets/batch.ts';
import { BatchMaker } from '../../data/sets/batch-maker.ts';
import { loadData } from '../../data/sets/registry.ts';
import { batchThreads } from './batch-threads.ts';

const data = await loadData({ name: 'digits', training: 150, test: 10 });
const source = { data, seed: 3, batch: 64, negatives: 20 };
const thread = batchThreads(source);
afterAll(() => thread.stop());

/** Two batches of hundreds of thousands of values: `toEqual` takes half a second for each pair. */
function expectSame(batch: Batch, other: Batch, message?: string) {
  expect(isDeepStrictEqual(batch, other), message).toBe(true);
}

const request = (step: number, purpose = '') => ({ purpose, epoch: 1 + Math.floor(step / 3), step });

test('a thread makes the batches that its process would make, of all sizes and epochs', async () => {
  const maker = new BatchMaker(source);
  for (let step = 0; step < 7; step++) {
    const batch = await thread.take(request(step), [request(step + 1)]);
    expectSame(batch, await maker.make(request(step)), `step ${step}`);
    expect(batch.indices.length).toBe(step % 3 === 2 ? 22 : 64);
  }
});

test('a batch does not depend on what was made before, nor on what was made ahead and is not wanted', async () => {
  const maker = new BatchMaker(source);
  for (const step of [5, 0, 4]) {
    expectSame(await thread.take(request(step), [request(step + 2)]), await maker.make(request(step)));
  }
  const other = await thread.take(request(0, 'first stage, '), []);
  expectSame(other, await new BatchMaker(source).make(request(0, 'first stage, ')));
  expect(other.indices).not.toEqual((await new BatchMaker(source).make(request(0))).indices);
});

test('a thread draws negatives of other images where these are asked for', async () => {
  const ofImages = { ...source, excludes: 'image' as const };
  const other = batchThreads(ofImages);
  const batch = await other.take(request(0), []);
  await other.stop();
  expectSame(batch, await new BatchMaker(ofImages).make(request(0)));
  expect(batch.contrast).not.toEqual((await new BatchMaker(source).make(request(0))).contrast);
});

test('each step has random numbers of its own, where a method wants them', async () => {
  const drawing = { ...source, draws: 3 };
  const other = batchThreads(drawing);
  const [first, second] = [await other.take(request(0), []), await other.take(request(1), [])];
  await other.stop();
  expectSame(second, await new BatchMaker(drawing).make(request(1)));
  expect(first.uniforms).toHaveLength(64 * 3);
  expect(first.uniforms).not.toEqual(second.uniforms);
  const all = [...first.uniforms!, ...second.uniforms!];
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...all)).toBeLessThan(1);
  // The mean of 384 of them has a deviation of 0.015.
  expect(Math.abs(all.reduce((sum, value) => sum + value) / all.length - 0.5)).toBeLessThan(0.06);
});

test('what goes wrong on the thread is an error of who asked', async () => {
  const oneClass = { ...data, training: { ...data.training, labels: new Int32Array(150) } };
  const failing = batchThreads({ ...source, data: oneClass });
  await expect(failing.take(request(0), [request(1)])).rejects.toThrow('All training images are of one class');
});

test('a thread shows images as their view does', async () => {
  const ofHalf = { ...source, data: { ...data, view: 'upper' as const } };
  const other = batchThreads(ofHalf);
  const batch = await other.take(request(0), []);
  await other.stop();
  expectSame(batch, await new BatchMaker(ofHalf).make(request(0)));
  expect(batch.images).not.toEqual((await new BatchMaker(source).make(request(0))).images);
});

test('a thread makes further forms of the images as its process would', async () => {
  const augmented = { ...source, augmented: ['secondCrop', 'strong', 'rotations'] as const };
  const other = batchThreads(augmented);
  const batch = await other.take(request(2), [request(3)]);
  await other.stop();
  expectSame(batch, await new BatchMaker(augmented).make(request(2)));
  expect(batch.rotatedImages!.length).toBe(4 * batch.strongImages!.length);
});
