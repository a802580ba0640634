import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createVitest } from 'vitest/node';
import { LongestFirst, longest } from './longest-first.ts';

const root = join(import.meta.dirname, '..');

test('the slow files that take longest are there, and come first', async () => {
  const paths = longest.map((name) => join(root, `${name}.slow.test.ts`));
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  const vitest = await createVitest('test', { root, project: ['slow'], watch: false });
  try {
    const files = await vitest.globTestSpecifications();
    const sorted = await new LongestFirst(vitest).sort(files.toReversed());
    expect(sorted.slice(0, paths.length).map(({ moduleId }) => moduleId)).toEqual(paths);
    expect(sorted).toHaveLength(files.length);
  } finally {
    await vitest.close();
  }
});
