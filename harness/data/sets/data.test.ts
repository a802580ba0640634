import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../model/engine/random.ts';
import { drawMove, Normaliser, still } from './augmentation.ts';
import { epochOrder, stepsAnEpoch } from './batches.ts';
import { NegativeSampler } from './negatives.ts';
import { loadData } from './registry.ts';

test('all 81 crops occur, and mirrors only where a mirror makes sense', () => {
  const random = new RandomStream(1, 'augmentation');
  const seen = (mirrors: boolean) =>
    new Set(Array.from({ length: 5000 }, () => JSON.stringify(drawMove(random, { mirrors })))).size;
  expect(seen(true)).toBe(162);
  expect(seen(false)).toBe(81);
});

test('digits: 32x32x3, a fixed split without overlap, all classes', async () => {
  const data = await loadData({ name: 'digits', training: 500, test: 2000 });
  expect(data.shape).toEqual([32, 32, 3]);
  expect(data.training.images.length).toBe(500 * 3072);
  expect(new Set(data.training.labels).size).toBe(10);
  expect(data.test.labels.length).toBe(2000);
  const digits = (images: Uint8Array) =>
    Array.from({ length: images.length / 3072 }, (_, i) =>
      Buffer.from(images.subarray(i * 3072, (i + 1) * 3072)).toString('hex'),
    );
  const training = new Set(digits(data.training.images));
  expect(training.size).toBe(500);
  expect(digits(data.test.images).filter((digit) => training.has(digit))).toEqual([]);
  // The margin of the 28x28 digit is black, the three channels are the same.
  expect(data.training.images.subarray(0, 2 * 32 * 3).every((value) => value === 0)).toBe(true);
  const middle = data.training.images.subarray(16 * 32 * 3, 17 * 32 * 3);
  expect(Array.from({ length: 32 }, (_, x) => middle[x * 3] === middle[x * 3 + 2]).every(Boolean)).toBe(true);
  const again = await loadData({ name: 'digits', training: 300, test: 100 });
  expect(again.training.labels).toEqual(data.training.labels.subarray(0, 300));
  expect(again.test.labels).toEqual(data.test.labels.subarray(0, 100));
});

test('pairs: two digits side by side, of 100 classes equally many, none of the digits both trained and tested with', async () => {
  const data = await loadData({ name: 'pairs', training: 1000, test: 200 });
  expect(data.shape).toEqual([32, 32, 3]);
  expect(data.training.labels.slice(0, 200)).toEqual(Int32Array.from({ length: 200 }, (_, i) => i % 100));
  expect(data.training.labels.length).toBe(1000);

  const digits = await loadData({ name: 'digits', training: 8000, test: 2000 });
  /** The two halves of an image's middle, and a digit squeezed to one: of two pixels their mean. */
  const value = (images: Uint8Array, image: number, y: number, x: number) => images[(image * 1024 + y * 32 + x) * 3]!;
  /** A text of 28 rows of 14 values. */
  const halfBy = (valueAt: (y: number, x: number) => number) =>
    Buffer.from(Uint8Array.from({ length: 28 * 14 }, (_, i) => valueAt(2 + Math.floor(i / 14), i % 14))).toString(
      'hex',
    );
  const halfOf = (images: Uint8Array, image: number, from: number) =>
    halfBy((y, x) => value(images, image, y, from + x));
  const squeezed = ({ images, labels }: typeof digits.training) =>
    new Map(
      Array.from(labels, (label, image) => [
        halfBy((y, x) => Math.round((value(images, image, y, 2 + 2 * x) + value(images, image, y, 3 + 2 * x)) / 2)),
        label,
      ]),
    );
  for (const part of ['training', 'test'] as const) {
    const { images, labels } = data[part];
    const labelOf = squeezed(digits[part]);
    for (const [image, label] of labels.entries()) {
      expect(labelOf.get(halfOf(images, image, 2))).toBe(Math.floor(label / 10));
      expect(labelOf.get(halfOf(images, image, 16))).toBe(label % 10);
    }
  }

  const fewer = await loadData({ name: 'pairs', training: 300, test: 100 });
  // Of a million values: `toEqual` takes a second for them.
  expect(Buffer.compare(fewer.training.images, data.training.images.subarray(0, 300 * 3072))).toBe(0);
  expect(fewer.test.labels).toEqual(data.test.labels.subarray(0, 100));
});

test.each([
  { name: 'digits', training: 8000, test: 1 },
  { name: 'pairs', training: 10_000, test: 100 },
] as const)('$name: normalised to mean 0 and deviation 1', async (dataset) => {
  const data = await loadData(dataset);
  const indices = Array.from({ length: dataset.training }, (_, i) => i);
  const values = new Normaliser(data).batch(data.training, indices, () => still);
  // Of 30 million values: `reduce` would call a function for each.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  const variance = squares / values.length;
  expect(mean).toBeCloseTo(0, 2);
  expect(Math.sqrt(variance)).toBeCloseTo(1, 2);
});

test('an epoch sees every image once, in an order of its own', () => {
  const order = epochOrder(3, 1, 500);
  expect([...order.toSorted()]).toEqual(Array.from({ length: 500 }, (_, i) => i));
  expect(epochOrder(3, 1, 500)).toEqual(order);
  expect(epochOrder(3, 2, 500)).not.toEqual(order);
  expect(epochOrder(4, 1, 500)).not.toEqual(order);
  expect(stepsAnEpoch(500, 64)).toBe(8);
  expect(stepsAnEpoch(512, 64)).toBe(8);
});

test('negatives: the own image first, then other classes only, none twice, whatever was drawn before', () => {
  const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  const sampler = new NegativeSampler(labels, 3, 150);
  const batch = [0, 7, 299];
  const first = sampler.draw(1, 5, batch);
  for (let row = 0; row < batch.length; row++) {
    const [own, ...negatives] = first.subarray(row * 151, (row + 1) * 151);
    expect(own).toBe(batch[row]);
    expect(new Set(negatives).size).toBe(150);
    expect(negatives.some((negative) => labels[negative] === labels[own!])).toBe(false);
  }
  sampler.draw(1, 6, batch);
  expect(sampler.draw(1, 5, batch)).toEqual(first);
  expect(sampler.draw(2, 5, batch)).not.toEqual(first);
});

test('negatives: of other classes, their bits never change', () => {
  const labels = Int32Array.from({ length: 12 }, (_, i) => i % 3);
  const drawn = new NegativeSampler(labels, 3, 5).draw(1, 5, [0, 7]);
  expect([...drawn]).toEqual([0, 10, 11, 4, 7, 1, 7, 3, 11, 9, 8, 2]);
});

describe('negatives of many images', () => {
  const count = 400_000;
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);

  test('are of other classes, none twice, evenly from all of them, whatever was drawn before', () => {
    const sampler = new NegativeSampler(labels, 3, 20_000);
    const first = sampler.draw(1, 5, [7, 399_999]);
    const parts = new Float64Array(10);
    for (const row of [0, 1]) {
      const [own, ...negatives] = first.subarray(row * 20_001, (row + 1) * 20_001);
      expect(own).toBe([7, 399_999][row]);
      expect(new Set(negatives).size).toBe(20_000);
      expect(negatives.some((negative) => labels[negative] === labels[own!])).toBe(false);
      for (const negative of negatives) parts[Math.floor((negative * parts.length) / count)]!++;
    }
    // Drawn without replacement they vary less than by themselves.
    for (const times of parts) expect(Math.abs(times - 4000)).toBeLessThan(5 * Math.sqrt(4000 * 0.9));
    sampler.draw(1, 6, [3]);
    expect(sampler.draw(1, 5, [7, 399_999])).toEqual(first);
  });

  test('are of all others where labels do not count', () => {
    const drawn = new NegativeSampler(labels, 3, 20_000, 'image').draw(1, 5, [7]);
    expect(drawn[0]).toBe(7);
    expect(new Set(drawn).size).toBe(20_001);
    const ofItsClass = drawn.filter((image) => labels[image] === labels[7]).length;
    expect(Math.abs(ofItsClass - 20_000 / 3)).toBeLessThan(5 * Math.sqrt(20_000 * (1 / 3) * (2 / 3)));
  });

  test('their bits never change', () => {
    expect([...new NegativeSampler(labels, 3, 4).draw(1, 5, [0, 7])]).toEqual([
      0, 191138, 375311, 317015, 52153, 7, 399129, 315545, 25311, 284160,
    ]);
  });
});

test('negatives: of other classes do not exist for images without labels, of other images they do', () => {
  const labels = new Int32Array(30).fill(-1);
  expect(() => new NegativeSampler(labels, 10, 5)).toThrow('The training images have no labels');
  expect(new NegativeSampler(labels, 10, 5, 'image').draw(1, 1, [4])).toHaveLength(6);
});

test('negatives: of other images, all but the own one equally often, whatever their class, none twice', () => {
  const labels = Int32Array.from({ length: 40 }, (_, i) => i % 4);
  const sampler = new NegativeSampler(labels, 4, 10, 'image');
  const counts = new Float64Array(40);
  for (let step = 0; step < 6000; step++) {
    const [own, ...negatives] = sampler.draw(1, step, [6]);
    expect(own).toBe(6);
    expect(new Set(negatives).size).toBe(10);
    for (const place of negatives) counts[place]!++;
  }
  expect(counts[6]).toBe(0);
  const mean = (6000 * 10) / 39;
  for (const [place, times] of counts.entries()) {
    if (place !== 6) expect(Math.abs(times - mean)).toBeLessThan(6 * Math.sqrt(mean * (29 / 39)));
  }
  // Nine of the other 39 are of its class.
  const ofItsClass = counts.filter((_, place) => labels[place] === 2).reduce((sum, times) => sum + times);
  expect(ofItsClass / (6000 * 10)).toBeCloseTo(9 / 39, 2);
});

test('negatives: of other images, the same whatever was drawn before, and with replacement where there are too few', () => {
  const labels = new Int32Array(30);
  const sampler = new NegativeSampler(labels, 1, 29, 'image');
  const first = sampler.draw(1, 5, [3, 29]);
  expect(first.subarray(1, 30).toSorted()).toEqual(Int32Array.from({ length: 29 }, (_, i) => i + Number(i >= 3)));
  sampler.draw(1, 6, [0, 1]);
  expect(sampler.draw(1, 5, [3, 29])).toEqual(first);
  const many = new NegativeSampler(labels, 1, 100, 'image').draw(1, 1, [4]);
  expect(many.subarray(1).every((place) => place !== 4)).toBe(true);
  expect(new Set(many.subarray(1)).size).toBeGreaterThan(20);
});

test('negatives: drawn evenly, and with replacement where there are too few', () => {
  const labels = Int32Array.from({ length: 40 }, (_, i) => i % 4);
  const sampler = new NegativeSampler(labels, 4, 10);
  const counts = new Float64Array(40);
  for (let step = 0; step < 6000; step++) for (const place of sampler.draw(1, step, [0]).subarray(1)) counts[place]!++;
  const mean = (6000 * 10) / 30;
  for (const [place, times] of counts.entries()) {
    if (labels[place] === 0) expect(times).toBe(0);
    else expect(Math.abs(times - mean)).toBeLessThan(6 * Math.sqrt(mean * (2 / 3)));
  }
  const many = new NegativeSampler(labels, 4, 100).draw(1, 1, [0]);
  expect(many.length).toBe(101);
  expect(many.subarray(1).every((place) => labels[place] !== 0)).toBe(true);
});
