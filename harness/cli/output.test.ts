import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const start = [fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))];

/** Starts a command whose reader is gone before it says anything. */
async function unread(stream: 'stdout' | 'stderr', ...args: string[]) {
  const command = execa(process.execPath, [...start, ...args], { cwd: root, reject: false });
  command[stream].destroy();
  return command;
}

const commands = ['suites', 'suite digits --dry-run', '--version'];

describe('a reader that is gone', () => {
  test.each(commands)('of standard output ends %s quietly, as it would have', async (words) => {
    const { exitCode, stderr } = await unread('stdout', ...words.split(' '));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('leaves a failure its exit code and its sentence', async () => {
    const { exitCode, stderr } = await unread('stdout', 'suite', 'nosuch');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^redistill: there is no suite 'nosuch'/);
  });

  test('of standard error does so too', async () => {
    expect((await unread('stderr', 'suite', 'nosuch')).exitCode).toBe(2);
  });
});

/** Starts a command in a shell that sends its output elsewhere. */
const redirected = (words: string, to: string) =>
  execa('bash', ['-c', `exec ${process.execPath} ${start[0]} ${words} ${to}`], { cwd: root, reject: false });

test.each(commands)('where the disk of standard output is full, %s says so', async (words) => {
  const { exitCode, stderr } = await redirected(words, '>/dev/full');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 4,
    stderr: 'redistill: standard output cannot be written: its disk is full. Make room, or send it elsewhere',
  });
});

test('without standard output a command ends as it would have', async () => {
  const { exitCode, stderr } = await redirected('suites', '>&-');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});
