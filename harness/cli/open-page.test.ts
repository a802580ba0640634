import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPage } from './open-page.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-open-'));
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Opens a page where the desktop's opener is that shell script; returns what is printed on standard error. */
async function openWith(script: string | undefined) {
  if (script !== undefined) await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', script === undefined ? folder : `${folder}${delimiter}${process.env.PATH}`);
  const printed: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void printed.push(String(line)));
  return { opened: await openPage('a page/report.html'), printed };
}

test("the desktop's opener gets the page's whole path", async () => {
  expect(await openWith(`echo "$@" > ${join(folder, 'opened')}`)).toEqual({ opened: true, printed: [] });
  expect(await readFile(join(folder, 'opened'), 'utf8')).toBe(`${process.cwd()}/a page/report.html\n`);
});

test('an opener that becomes the browser is not waited for', async () => {
  expect(await openWith('exec sleep 5')).toEqual({ opened: true, printed: [] });
});

test.each([
  ['there is none', undefined, 'there is no xdg-open here'],
  ['it fails', 'exit 3', 'xdg-open failed'],
])('where %s, a line says what to open', async (_, script, why) => {
  const { opened, printed } = await openWith(script);
  expect(opened).toBe(false);
  expect(printed).toEqual([
    `redistill: the page cannot be opened, as ${why}. Open it in a browser: file://${process.cwd()}/a%20page/report.html`,
  ]);
});
