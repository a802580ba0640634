import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { exitCode, Problem } from './problem.ts';

test('docs/exit-codes.md lists every exit code', async () => {
  const page = await readFile(new URL('../../docs/exit-codes.md', import.meta.url), 'utf8');
  const section = page.slice(0, page.indexOf('## check and compare'));
  const listed = Array.from(section.matchAll(/^\|\s*(\d+)\s*\|/gm), ([, code]) => Number(code));
  expect(listed).toEqual(Object.values(exitCode));
});

test('a problem is one sentence with its cure', () => {
  expect(new Problem('the file x is cut off', 'Make it again').sentence).toBe('the file x is cut off. Make it again');
});
