import { expect, test } from 'vitest';
import { parseSize } from './parse-size.ts';

test.each([
  ['20G', 20e9],
  ['500M', 500e6],
  ['500 MB', 500e6],
  ['1.5 GiB', 1.5 * 2 ** 30],
  ['0.5gib', 2 ** 29],
  ['2Ti', 2 ** 41],
  ['64k', 64_000],
  ['1.0005k', 1000],
  ['off', 0],
])('%s', (text, bytes) => {
  expect(parseSize(text, '--teacher-cache')).toBe(bytes);
});

test.each([
  '',
  '20',
  'G',
  '-5G',
  '1e3G',
  '1,5G',
  '1.5.2G',
  '20X',
  '20 potatoes',
  'on',
  'Infinity',
  '9999999999T',
  '20G 3',
])("'%s' is no size", (text) => {
  expect(() => parseSize(text, '--teacher-cache')).toThrow(
    expect.objectContaining({
      sentence: `--teacher-cache is '${text}', which is no size. Give one such as 20G, 500M or 1.5GiB, or off`,
    }),
  );
});
