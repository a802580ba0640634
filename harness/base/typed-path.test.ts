import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { typedPath } from './typed-path.ts';

test.each([
  ['~', homedir()],
  ['~/results', join(homedir(), 'results')],
  ['results', join(process.cwd(), 'results')],
  ['/results', '/results'],
  ['~other/results', join(process.cwd(), '~other/results')],
  ['a/~/b', join(process.cwd(), 'a/~/b')],
])('%s', (typed, path) => expect(typedPath(typed)).toBe(path));
