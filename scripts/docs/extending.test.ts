import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { validate } from '../../harness/base/validate/validate.ts';
import { baselineSchema } from '../../harness/suite/baseline/schema.ts';

test('the published numbers of the guide are all that a baseline takes', async () => {
  const guide = await readFile('docs/extending/published-numbers.md', 'utf8');
  const example = JSON.parse(/```json\n(.*?)```/s.exec(guide)![1]!);
  const baseline = validate(baselineSchema, example, 'docs/extending/published-numbers.md');
  expect(baseline.tables[0]!.rows.map(({ distiller }) => distiller)).toEqual(['KD', 'FSP']);
});

test('the map of the house has every folder of the program', async () => {
  const guide = await readFile('CONTRIBUTING.md', 'utf8');
  const [, map] = guide.split('## The house');
  const foldersIn = async (folder: string) =>
    (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const wings = await foldersIn('harness');
  const rooms = await Promise.all(wings.map((wing) => foldersIn(`harness/${wing}`)));
  const folders = [...wings, ...rooms.flat()].filter((name) => name !== 'fixtures');
  expect(folders.length).toBeGreaterThan(40);
  expect(folders.filter((name) => !map!.includes(`${name}/`))).toEqual([]);
});
