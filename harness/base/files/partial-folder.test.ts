import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePartialFolder, removeLeftovers } from './partial-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redistill-partial-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('leftovers of dead processes go; what is in use, or of another name, stays', async () => {
  const dead = await execa(process.execPath, ['-p', 'process.pid']);
  const old = join(folder, '.partial-another-machine-1-old');
  const leftovers = [join(folder, `.partial-${hostname()}-${dead.stdout}-x`), old];
  const others = ['.partial-another-machine-1-new', 'data', 'tensorflow-1'].map((name) => join(folder, name));
  for (const path of [...leftovers, ...others]) mkdirSync(join(path, 'inner'), { recursive: true });
  utimesSync(old, 0, 0);
  const own = makePartialFolder(folder);
  removeLeftovers(folder);
  expect(leftovers.filter(existsSync)).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual([...others, own].map((path) => path.slice(folder.length + 1)).sort());
});
