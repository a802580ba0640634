import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-typescript-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true }));

const start = (place: string, ...args: string[]) =>
  execa(process.execPath, ['scripts/start.mjs', ...args], { cwd: root, reject: false, env: { TMPDIR: place } });

// Into /proc Node's recursive mkdir goes on for ever.
const places = ['/proc', '/dev/null', 'file', 'missing'].map((place) => ({
  place,
  path: () => (place.startsWith('/') ? place : join(folder, place)),
}));

describe.each(places)('where TMPDIR is $place', ({ path }) => {
  test('commands that need no temporary files work, and make no folder', async () => {
    const { exitCode, stdout, stderr } = await start(path(), 'suites');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('digits');
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  test('a suite that would train is refused with a sentence', async () => {
    const { exitCode, stderr } = await start(
      path(),
      'suite',
      'digits',
      '--dry-run',
      '--results',
      join(folder, 'results'),
    );
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(
      new RegExp(`^redistill: The folder ${path()} cannot be written \\(.+\\)\\. Set TMPDIR to a folder elsewhere$`),
    );
  });
});
