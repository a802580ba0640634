import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadSuite } from './load.ts';

const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-load-'));
afterAll(() => rm(folder, { recursive: true }));

/** Loads a suite's file of a user, in a folder without a package.json. */
async function load(name: string, text: string) {
  await writeFile(join(folder, name), text);
  return loadSuite(join(folder, name));
}

const digits = `${root}/suites/digits.ts`;
const variation = `import digits from '${digits}';\nexport default { ...digits, name: 'mine' };\n`;

test.each([
  [
    'mine.ts',
    `import { defineSuite } from '${root}/harness/suite/define-suite.ts';
import digits from '${digits}';
export default defineSuite({ ...digits, name: 'mine' });`,
  ],
  ['mine.js', variation],
])('a suite of a user, %s, may build on ours', async (name, text) => {
  expect(await load(name, text)).toEqual({ ...(await loadSuite('digits')), name: 'mine' });
});

test.each([
  ['export const suite = {};', 'does not load: it has no `export default defineSuite({...})`. Correct the file'],
  ["import './nowhere.ts';", 'does not load: Could not resolve "./nowhere.ts" ('],
  ['export default {', 'does not load: '],
  ["export default { name: 'Mine' };", "name is 'Mine'. It must be lower-case letters, digits and -"],
  ["export default { name: 'm', title: 'two\\nlines' };", 'It must be one line of text, without control characters'],
  ["export default { name: 'm'.repeat(101) };", 'It must be at most 100 characters long'],
])('%s is refused', async (text, sentence) => {
  await expect(load(`wrong-${text.length}.ts`, text)).rejects.toMatchObject({
    sentence: expect.stringContaining(sentence),
  });
});
