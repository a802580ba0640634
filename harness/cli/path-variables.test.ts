import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settlePaths } from './path-variables.ts';

test('paths in variables are from where the user is, with ~ for their home folder', () => {
  const environment = {
    REDISTILL_DATA: 'data',
    REDISTILL_CACHE: '~/cache',
    TMPDIR: '~',
    HOME: '~/as it is',
    PATH: 'bin',
  };
  settlePaths(environment);
  expect(environment).toEqual({
    ...{ REDISTILL_DATA: join(process.cwd(), 'data'), REDISTILL_CACHE: join(homedir(), 'cache'), TMPDIR: homedir() },
    ...{ HOME: '~/as it is', PATH: 'bin' },
  });
});

test('what is not set, or empty, stays so', () => {
  const environment = { TMPDIR: '' };
  settlePaths(environment);
  expect(environment).toEqual({ TMPDIR: '' });
});
