import { describe, expect, test } from 'vitest';
import { exitCode } from '../problem.ts';
import { reasonOf } from './failure.ts';

describe('why a job failed', () => {
  test('is its exit code, and the last line of its log', () => {
    const log = '2026-01-01 I tensorflow/core: starting\nredistill: the loss of epoch 3 is NaN. Lower the rate\n';
    expect(reasonOf({ exitCode: exitCode.diverged }, log)).toBe(
      'its loss became NaN or infinite: the loss of epoch 3 is NaN. Lower the rate',
    );
  });

  test("is a crash's error, not the stack below it", () => {
    const log = [
      'redistill: this is a bug in Redistill, please report it with the lines below.',
      "TypeError: Cannot read properties of undefined (reading 'x')",
      '    at train (file:///train.ts:1:2)',
      '}',
      'Node.js v20.20.0',
    ].join('\n');
    expect(reasonOf({ exitCode: exitCode.crash }, log)).toBe(
      "it crashed: TypeError: Cannot read properties of undefined (reading 'x')",
    );
  });

  test('is the signal that killed it', () => {
    expect(reasonOf({ signal: 'SIGKILL' }, '')).toBe('it was killed (SIGKILL), perhaps as memory ran out');
    expect(reasonOf({ signal: 'SIGSEGV' }, 'free(): invalid pointer')).toBe(
      'it was ended by SIGSEGV: free(): invalid pointer',
    );
  });

  /** What other commands end with. */
  const neverAJobs: number[] = [exitCode.jobsFailed, exitCode.differs, exitCode.slower];

  test.each(Object.entries(exitCode))('has words for %s', (_, code) => {
    if (!neverAJobs.includes(code)) expect(reasonOf({ exitCode: code }, '')).not.toContain('exit code');
  });
});
