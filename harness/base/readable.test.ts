import { expect, test } from 'vitest';
import { Problem } from './problem.ts';
import { readable } from './readable.ts';

test('a terminal is given nothing to obey', () => {
  expect(readable('a\u001b[2Jb\r\nc\u0085\u202ed\ud800 é ä 漢 🙂')).toBe(
    'a\\u001b[2Jb\\u000d\\u000ac\\u0085\\u202ed\\ud800 é ä 漢 🙂',
  );
});

test('of an endless sentence the beginning and the end are left', () => {
  const sentence = `the field ${'long'.repeat(1e6)} is unknown`;
  expect(readable(sentence)).toMatch(/^the field longlong.* \.\.\. .*long is unknown$/);
  expect(readable(sentence).length).toBeLessThan(1100);
});

test('every Problem is readable', () => {
  const { message, cure } = new Problem('a\u001b[31m', 'b\u0007');
  expect([message, cure]).toEqual(['a\\u001b[31m', 'b\\u0007']);
});
