import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { typescriptOptions } from '../../base/typescript.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'redistill-limits-'));
afterAll(() => rm(folder, { recursive: true }));

/** Runs Node with these arguments in a shell with that limit. */
const limited = (limit: string, ...args: string[]) =>
  execa('bash', ['-c', `ulimit ${limit} && exec "$0" "$@"`, process.execPath, ...args], {
    cwd: root,
    reject: false,
    env: { REDISTILL_DEVICE: 'cpu' },
  });

const train = (limit: string, results: string) => {
  const options = ['--epochs', '1', '--trials', '1', '--distillers', 'vanilla', '--retries', '0'];
  return limited(limit, 'scripts/start.mjs', 'suite', 'digits', ...options, '--results', join(folder, results));
};

test('jobs train with fewer addresses than WebAssembly would reserve for their threads', async () => {
  const { exitCode, stderr } = await train('-v 40000000', 'addresses');
  expect(exitCode, stderr).toBe(0);
});

test('a file that outgrows ulimit -f is named as that', async () => {
  const { exitCode, stderr } = await train('-f 100', 'files');
  expect(exitCode).toBe(7);
  expect(stderr).toContain('it would be larger than this shell allows (ulimit -f). Run `ulimit -f unlimited`');
});

test('a job that was killed with a limit of processor time may have used it up', async () => {
  const program = `const { failureOf } = await import('./harness/run/local/failure.ts');
    console.log(failureOf({ signal: 'SIGKILL' }, '').reason);`;
  const { stdout } = await limited('-t 3600', ...typescriptOptions, '--input-type=module', '--eval', program);
  expect(stdout).toBe(
    'it was killed (SIGKILL), perhaps because it had used up the 3600 s of processor time that this shell allows (ulimit -t), or because memory ran out',
  );
});
