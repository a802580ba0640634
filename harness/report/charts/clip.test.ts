import { expect, test } from 'vitest';
import { clip, domainFor } from './clip.ts';

const narrow = Array.from({ length: 9 }, (_, index) => ({ lower: index / 10 - 0.5, upper: index / 10 + 0.5 }));

test('one wide interval does not stretch the axis, and is cut with an arrow at each end', () => {
  const domain = domainFor([0, 0.8], [...narrow, { lower: -40, upper: 40 }]);
  expect(domain).toEqual(domainFor([0, 0.8], narrow));
  expect(domain[0]).toBeGreaterThan(-1);
  expect(clip({ lower: -40, upper: 0.2 }, domain)).toEqual({
    ...{ lower: domain[0], upper: 0.2 },
    arrows: [{ at: domain[0], side: 'low' }],
  });
  expect(clip({ lower: -40, upper: 40 }, domain).arrows.map(({ side }) => side)).toEqual(['low', 'high']);
});

test('every point is shown, and every interval where all are alike', () => {
  const [low, high] = domainFor([30], narrow);
  expect(low).toBeLessThan(-0.5);
  expect(high).toBeGreaterThan(30);
  expect(narrow.flatMap((one) => clip(one, [low, high]).arrows)).toEqual([]);
});

test('without an interval the points have room on both sides', () => {
  const [low, high] = domainFor([5], []);
  expect(low).toBeLessThan(5);
  expect(high).toBeGreaterThan(5);
});

test('an interval that just fits does not end at the edge, where it would seem to go on', () => {
  const narrower = domainFor([0, 0.8], narrow);
  const far = { lower: narrower[0] + 0.001, upper: 2 };
  const domain = domainFor([0, 0.8], [...narrow, { ...far, upper: 8 }]);
  expect(domain[0]).toBeLessThan(far.lower - 0.05);
  expect(domain[1]).toBe(narrower[1]);
});
