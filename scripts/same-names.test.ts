import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sameNames } from './same-names.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-names-'));
afterAll(() => rm(folder, { recursive: true }));

test('a name that two rooms export is found, with both files', async () => {
  for (const room of ['check', 'report/page']) await mkdir(join(folder, room), { recursive: true });
  await writeFile(join(folder, 'check/verdict.ts'), 'export interface Verdict {}\nconst judge = 1;\n');
  await writeFile(join(folder, 'report/page/mark.tsx'), 'export async function judge() {}\nexport type Verdict = 1;\n');
  await writeFile(join(folder, 'report/page/mark.test.ts'), 'export const Verdict = 1;\n');
  expect(sameNames(folder)).toEqual([
    'Verdict is exported by check/verdict.ts and report/page/mark.tsx: give each a name of its own',
  ]);
});

test('each name of the program has one meaning', () => {
  expect(sameNames('harness')).toEqual([]);
});
