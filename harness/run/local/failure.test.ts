import { describe, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { failureOf, mayPass, type ProcessEnd } from './failure.ts';

const reasonOf = (ending: ProcessEnd, log: string) => failureOf(ending, log).reason;

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
    expect(reasonOf({ signal: 'SIGKILL' }, '')).toBe('it was killed (SIGKILL), perhaps because memory ran out');
    expect(reasonOf({ signal: 'SIGSEGV' }, 'free(): invalid pointer')).toBe(
      'it was killed (SIGSEGV), perhaps because memory ran out: free(): invalid pointer',
    );
  });

  test("is memory where V8 or the C++ library found none, and a signal's sender where there was one", () => {
    const abort = { signal: 'SIGABRT' };
    expect(failureOf(abort, "terminate called after throwing an instance of 'std::bad_alloc'").cause).toBe('memory');
    expect(
      failureOf(abort, 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory').cause,
    ).toBe('memory');
    expect(failureOf(abort, 'double free').cause).toBe('killed');
    expect(failureOf({ signal: 'SIGTERM' }, '').cause).toBe('stopped from outside');
  });

  test.each([
    ['memory', true],
    ['deviceLost', true],
    ['stopped', true],
    ['diverged', false],
    ['configuration', false],
    ['data', false],
    ['storage', false],
    ['machine', false],
    ['crash', false],
  ] as const)('is %s: may it pass on another try? %s', (name, may) => {
    expect(mayPass(failureOf({ exitCode: exitCode[name] }, ''))).toBe(may);
  });

  /** What other commands end with. */
  const neverAJobs: number[] = [exitCode.jobsFailed, exitCode.differs, exitCode.slower];

  test.each(Object.entries(exitCode))('has words for %s', (_, code) => {
    if (!neverAJobs.includes(code)) expect(reasonOf({ exitCode: code }, '')).not.toContain('exit code');
  });
});
