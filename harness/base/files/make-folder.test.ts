import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-folder-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a folder is made with those that it is in, and may be there already', async () => {
  const path = join(folder, 'a/b/c');
  await makeFolder(path);
  await makeFolder(path);
  await makeFolder('/');
  expect(existsSync(path)).toBe(true);
  await symlink(path, join(folder, 'link'));
  await makeFolder(join(folder, 'link'));
});

test.each([
  ['in /proc, where nothing can be made', '/proc/redistill/a', 'ENOENT'],
  ['in a device', '/dev/null/a', 'ENOTDIR'],
  ['with the name of a file', 'file', 'EEXIST'],
  ['in a file', 'file/a', 'ENOTDIR'],
])('it cannot be made %s', async (_, path, code) => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolder(path.startsWith('/') ? path : join(folder, path))).rejects.toMatchObject({ code });
});
