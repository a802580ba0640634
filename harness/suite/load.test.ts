import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
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

test("a file of a user's may have the name of one of ours", async () => {
  await writeFile(join(folder, 'compiled.mjs'), "export const name = 'theirs';");
  const text = `import digits from '${digits}';\nimport { name } from './compiled.mjs';\nexport default { ...digits, name };`;
  expect(await load('named.ts', text)).toMatchObject({ name: 'theirs' });
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

test.each([
  ['process.exit(0);', 'it calls process.exit while it is read, but a suite is plain data'],
  ['await new Promise(() => {});', 'it awaits something that never comes'],
  ["Promise.reject(new Error('later')); export default {};", 'later'],
  ['throw null;', 'it throws null'],
  ["throw new Error('');", 'Error'],
  ['export default () => {};', 'its default export is a function, but a suite is plain data'],
  ['export default Promise.resolve({});', 'its default export is a Promise, but a suite is plain data'],
  ['export default new (class Suite {})();', 'its default export is a Suite, but a suite is plain data'],
  ['export default { tables: [{ pairs: new Set() }] };', 'tables[0].pairs is a Set, but a suite is plain data'],
  ["export default { get name() { throw new Error('boom'); } };", 'name cannot be read: boom'],
  [
    'const endless = () => new Proxy({ a: 1 }, { get: endless }); export default endless();',
    'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a',
  ],
])('a suite that is a program, %s, is refused with what is wrong', async (text, why) => {
  await expect(load(`program-${text.length}.ts`, text)).rejects.toMatchObject({
    sentence: expect.stringMatching(/program-\d+\.ts does not load: .*\. Correct the file$/),
    message: expect.stringContaining(`does not load: ${why}`),
  });
});

test('a suite that leads back to itself is refused for what is unknown in it', async () => {
  const text = `import digits from '${digits}';\nconst suite = { ...digits }; suite.self = suite; export default suite;`;
  await expect(load('circle.js', text)).rejects.toMatchObject({ message: expect.stringContaining('self is unknown') });
});

test.each(['digits.ts', 'other.json'])('a suite elsewhere, %s, may not have the name of one of ours', async (name) => {
  const suite = await loadSuite('digits');
  const text = name.endsWith('.json') ? JSON.stringify(suite) : `export { default } from '${digits}';`;
  const sentence =
    "is called 'digits', as one that Redistill comes with, and would share its results. Give it another name";
  await expect(load(name, text)).rejects.toMatchObject({ sentence: expect.stringContaining(sentence) });
  await symlink(digits, join(folder, 'link.ts')).catch(() => {});
  for (const path of [digits, join(folder, 'link.ts')]) expect(await loadSuite(path)).toEqual(suite);
});

test('what a suite begins ends with its reading, and what it changes stays with it', async () => {
  const odd = `process.exitCode = 9; process.env.LOAD_TEST = '1'; Array.prototype.map = undefined;
setInterval(() => {}, 1000); setTimeout(() => { throw new Error('later'); }, 1);\n`;
  expect((await load('odd.ts', `${variation}\n${odd}`)).name).toBe('mine');
  expect(process.exitCode).not.toBe(9);
  expect(process.env.LOAD_TEST).toBeUndefined();
});

test('the command ends with the code of a wrong suite, and writes nothing', async () => {
  const suite = join(folder, 'ends.ts');
  await writeFile(suite, `console.log('hello');\n${variation}\nprocess.exit(0);`);
  const results = join(folder, 'results');
  for (const command of ['suite', 'check', 'report']) {
    const args = ['scripts/start.mjs', command, suite, '--results', results];
    const { exitCode, stdout, stderr } = await execa('node', args, { cwd: root, reject: false });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`redistill: the suite ${suite} does not load: it calls process.exit while it is read`);
  }
  expect(existsSync(results)).toBe(false);
});
