import { expect, test } from 'vitest';
import { RandomStream } from '../model/engine/random.ts';
import { accuraciesOf, accuracyOf } from './accuracy.ts';
import { rankOf } from './rank.ts';

test('accuracies are the shares of images whose own class ranks so high, ties and unknown classes included', () => {
  const random = new RandomStream(1, 'accuracies', 0);
  const [images, classes] = [400, 12];
  // Few values, so that many are equal.
  const logits = Float32Array.from({ length: images * classes }, () => Math.round(2 * random.normal()));
  const labels = Int32Array.from({ length: images }, (_, image) => (image % (classes + 1)) - 1);
  const ranks = Array.from(labels, (label, image) =>
    rankOf(logits.subarray(image * classes, (image + 1) * classes), label),
  );
  const share = (among: number) => (100 * ranks.filter((rank) => rank < among).length) / images;
  expect(accuraciesOf(logits, labels, [1, 5])).toEqual([share(1), share(5)]);
  expect(accuracyOf(logits, labels)).toBe(share(1));
  expect(accuracyOf(logits, labels, 5)).toBe(share(5));
  expect(share(1)).toBeGreaterThan(0);
  expect(share(1)).toBeLessThan(share(5));
});
