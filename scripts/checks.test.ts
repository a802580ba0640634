import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const cwd = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redistill-checks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Runs vitest on one test of this body, in a folder of its own, as `npm test` does.
 * @param more of vitest's options
 */
function runTest(body: string, more = {}) {
  const options = JSON.stringify(join(import.meta.dirname, 'dead-workers/options.ts'));
  const config = `import { watchedForks } from ${options}; export default { test: { globals: true, ...watchedForks, ...${JSON.stringify(more)} } };`;
  writeFileSync(join(folder, 'vitest.config.ts'), config);
  writeFileSync(join(folder, 'one.test.ts'), `test('one', async () => { ${body} }, 60_000);`);
  return execa(process.execPath, ['scripts/start.mjs', 'test', '--root', folder], { cwd, reject: false });
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

test('files that are not isolated share their processes', async () => {
  const file = join(folder, 'processes');
  const body = `(await import('node:fs')).appendFileSync('${file}', process.pid + ' ');`;
  for (const name of ['two', 'three', 'four', 'five']) {
    writeFileSync(join(folder, `${name}.test.ts`), `test('${name}', async () => { ${body} });`);
  }
  expect((await runTest(body, { isolate: false, maxWorkers: 2 })).exitCode).toBe(0);
  const processes = readFileSync(file, 'utf8').trim().split(' ');
  expect(processes).toHaveLength(5);
  expect(new Set(processes).size).toBeLessThanOrEqual(2);
});

describe('a process of tests that dies', () => {
  const die = "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});";
  const again = 'A PROCESS OF TESTS DIED, and all other tests passed. Once more, alone: one.test.ts';
  /** A line for each time that the file runs. */
  const count = () => {
    const file = join(folder, 'count');
    const code = `const fs = await import('node:fs'); fs.appendFileSync('${file}', 'run ');`;
    return { code, runs: () => readFileSync(file, 'utf8') };
  };
  const addTest = (body: string) => writeFileSync(join(folder, 'two.test.ts'), `test('two', () => { ${body} });`);

  test('is named with what ended it, and its file runs once more', async () => {
    const { code, runs } = count();
    addTest('');
    const { exitCode, stderr, stdout } = await runTest(
      `${code} if (fs.readFileSync('${join(folder, 'count')}').length === 4) { ${die} }`,
    );
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/A process of tests died in \S*one\.test\.ts: signal SIGKILL/);
    expect(stderr).toContain(again);
    expect(stderr).toContain('A PROCESS OF TESTS DIED in one.test.ts, which passed alone. Look for why');
    expect(runs()).toBe('run run ');
    expect(stdout.match(/two\.test\.ts/g)).toHaveLength(1);
  });

  test('twice is a failure', async () => {
    const { code, runs } = count();
    const { exitCode, stderr } = await runTest(`${code} ${die}`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(again);
    expect(stderr).not.toContain('passed alone');
    expect(runs()).toBe('run run ');
  });

  test('where a test failed too is a failure at once', async () => {
    const { code, runs } = count();
    addTest('expect(1).toBe(2)');
    const { exitCode, stderr } = await runTest(`${code} ${die}`);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/A process of tests died in \S*one\.test\.ts: signal SIGKILL/);
    expect(stderr).not.toContain('Once more');
    expect(runs()).toBe('run ');
  });
});

test('lint says what it does, and takes nothing else', async () => {
  const lint = (...args: string[]) =>
    execa(process.execPath, ['scripts/start.mjs', 'lint', ...args], { cwd, reject: false });
  const [help, fix] = await Promise.all([lint('--help'), lint('--fix')]);
  expect(help.stdout).toMatch(/^Usage: redistill lint\n/);
  expect(help.exitCode).toBe(0);
  expect(fix.stderr).toBe("redistill: lint takes no '--fix': it checks the whole clone. Leave it out");
  expect(fix.exitCode).toBe(2);
});

test('options that npm kept are not passed over: all tests would run', async () => {
  const npm = (...words: string[]) => execa('npm', ['--silent', ...words], { cwd, reject: false });
  const [tests, lint] = await Promise.all([npm('test', '--changed'), npm('run', 'lint', '--fix')]);
  expect(tests.stderr).toContain(
    'redistill: npm kept --changed for itself. Put -- before the options: `npm --silent test -- --changed`',
  );
  expect(tests.exitCode).toBe(2);
  expect(lint.stderr).toContain(
    'redistill: npm kept --fix for itself. Put -- before the options: `npm --silent run lint -- --fix`',
  );
  expect(lint.exitCode).toBe(2);
});
