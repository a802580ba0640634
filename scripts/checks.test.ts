import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const cwd = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redistill-checks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs vitest on one test of this body, in a folder of its own, as `npm test` does. */
function runTest(body: string) {
  writeFileSync(join(folder, 'one.test.ts'), `test('one', async () => { ${body} }, 60_000);`);
  const args = ['--root', folder, '--globals', '--pool', 'forks'];
  const code = `import { test } from './scripts/checks.ts'; process.exitCode = await test(${JSON.stringify(args)});`;
  return execa(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { cwd, reject: false });
}

test("vitest's exit code is passed on", async () => {
  expect((await runTest('expect(1).toBe(1)')).exitCode).toBe(0);
  expect((await runTest('expect(1).toBe(2)')).exitCode).toBe(1);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends vitest and its workers', async (signal) => {
  const file = join(folder, 'worker');
  const body = `(await import('node:fs')).writeFileSync('${file}', String(process.pid)); await new Promise(() => {});`;
  const running = runTest(body);
  const worker = await vi.waitUntil(() => existsSync(file) && Number(readFileSync(file, 'utf8')), { timeout: 60_000 });
  running.kill(signal);
  expect((await running).exitCode).toBe(signal === 'SIGTERM' ? 143 : 130);
  await vi.waitUntil(() => !existsSync(`/proc/${worker}`), { timeout: 10_000 });
});
