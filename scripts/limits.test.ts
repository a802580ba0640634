import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lists the suites in a shell with that limit. */
function start(limit: string) {
  const program = `ulimit ${limit} && exec ${process.execPath} scripts/start.mjs suites`;
  return execa('bash', ['-c', program], { cwd: root, reject: false });
}

describe('a limit of the shell with which nothing can start', () => {
  const end = 'before, or start on another node.';
  test.each([
    [
      '-v 16000000',
      `this shell allows 16.4 GB of addresses (ulimit -v), and Redistill needs 32 GB of addresses. Run \`ulimit -v unlimited\` ${end}`,
    ],
    [
      '-v 4000000',
      `this shell allows 4.1 GB of addresses (ulimit -v), and Redistill needs 32 GB of addresses. Run \`ulimit -v unlimited\` ${end}`,
    ],
    [
      '-n 64',
      `this shell allows 64 open files (ulimit -n), and Redistill needs 128 open files. Run \`ulimit -n 1024\` ${end}`,
    ],
  ])('ulimit %s is a sentence', async (limit, sentence) => {
    const { exitCode, stdout, stderr } = await start(limit);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 6, stdout: '', stderr: `redistill: ${sentence}` });
  });
});

test.each(['-v 40000000', '-n 128'])('with ulimit %s it works', async (limit) => {
  const { exitCode, stdout, stderr } = await start(limit);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('digits');
});
