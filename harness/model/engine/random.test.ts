import { expect, test } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { ownAddOn } from './own-add-on.ts';
import { hashText, philox, RandomStream } from './random.ts';

// Known answers that the authors of Philox publish with Random123 (kat_vectors, philox4x32 10).
test.each([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
])('philox4x32-10 of counter %j', (counter, key, answer) => {
  const words = Uint32Array.from(counter);
  philox(words, key[0]!, key[1]!);
  expect([...words]).toEqual(answer);
});

test('a stream depends on its seed, purpose and step alone', () => {
  const draw = (seed: number, purpose: string, step: number) => new RandomStream(seed, purpose, step).word();
  expect(draw(1, 'a', 2)).toBe(draw(1, 'a', 2));
  expect(new Set([draw(1, 'a', 2), draw(2, 'a', 2), draw(1, 'b', 2), draw(1, 'a', 3)]).size).toBe(4);
});

test('integers are even over their range', () => {
  const random = new RandomStream(5, 'integers');
  const counts = new Float64Array(7);
  for (let i = 0; i < 70_000; i++) counts[random.integer(7)]!++;
  // Six standard deviations of a count around its mean of 10,000.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(6 * Math.sqrt((70_000 * 6) / 49));
});

test('normal numbers have mean 0, variance 1 and light tails', () => {
  const random = new RandomStream(5, 'normal');
  const values = Array.from({ length: 100_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
  const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
  expect(beyondTwo).toBeCloseTo(0.0455, 2);
});

test('a shuffle keeps every value', () => {
  const values = Int32Array.from({ length: 100 }, (_, i) => i);
  new RandomStream(1, 'shuffle').shuffle(values);
  expect(values).not.toEqual(values.toSorted());
  expect([...values.toSorted()]).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test('a text is hashed by its bytes in UTF-8', () => {
  expect(['', 'a', 'foobar', 'é'].map(hashText)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968, 0x1e9de8c1]);
});

test('native code chooses what JavaScript does, and leaves the stream where JavaScript would', () => {
  expect(ownAddOn('random'), 'is g++ installed?').toBeDefined();
  // 2^21 values have no more than the words that JavaScript multiplies exactly; of few, many words are drawn again.
  for (const [seed, count, chosen] of [
    [0, 1000, 1000],
    [7, 2 ** 21, 5000],
    [2 ** 32 - 1, 3, 2],
    [5, 1, 1],
    [5, 4, 0],
  ] as const) {
    const [native, plain] = [true, false].map((isNative) => {
      const random = new RandomStream(seed, 'choice', 2 ** 33 + 5, isNative);
      const values = Int32Array.from({ length: count }, (_, i) => i);
      const found = [1, 2].map((skipped) => {
        for (let i = 0; i < skipped; i++) random.word();
        const into = new Int32Array(chosen);
        random.choose(values, into);
        return into;
      });
      const bytes = Buffer.concat([...found, values].map(({ buffer }) => Buffer.from(buffer)));
      return { choice: sha256(bytes), next: random.word() };
    });
    expect(native).toEqual(plain);
  }
});
