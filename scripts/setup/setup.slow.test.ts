// The whole set-up for real, over the network: it fetches TensorFlow as a fresh clone does.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const clone = mkdtempSync(join(tmpdir(), 'redistill-clone-'));
afterAll(() => rmSync(clone, { recursive: true, force: true }));

test('`npm run doctor` is all that a fresh clone with an empty cache needs', async () => {
  // What git knows, so that the work tree's state is tested and its node_modules stays out.
  const files = await execa('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, lines: true });
  for (const file of files.stdout) {
    cpSync(join(repository, file), join(clone, file), { recursive: true });
  }
  const env = { REDISTILL_CACHE: join(clone, 'cache'), REDISTILL_TENSORFLOW: 'cpu' };
  const run = () => execa('npm', ['run', '--silent', 'doctor'], { cwd: clone, env });
  const first = await run();
  expect(first.stderr).toContain('installing the npm packages');
  expect(first.stderr).toContain('fetching tensorflow-cpu');
  // It was unpacked while npm ci ran.
  expect(first.stderr).not.toContain('unpacking');
  expect(first.stdout).toContain(`Cache       ${env.REDISTILL_CACHE} (0.9 GB)`);
  expect(first.stdout).toMatch(/^TensorFlow {2}2\.21\.0, from the wheel tensorflow-cpu 2\.21\.0 \(cpu\)$/m);
  expect(first.stdout).toMatch(/^A product {3}right$/m);
  const second = await run();
  expect(second.stderr).toBe('');
});
