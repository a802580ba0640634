import { expect, test } from 'vitest';
import { exitCode, Problem } from '../base/problem.ts';
import { prepareArithmetic } from './arithmetic.ts';

function environmentFor(arithmetic: Parameters<typeof prepareArithmetic>[0], gpu: string): NodeJS.ProcessEnv {
  const environment = { CUDA_VISIBLE_DEVICES: gpu };
  prepareArithmetic(arithmetic, environment);
  return environment;
}

test('nothing is traded for speed unless it is asked for', () => {
  expect(environmentFor({}, '0')).toEqual({ CUDA_VISIBLE_DEVICES: '0', NVIDIA_TF32_OVERRIDE: '0' });
  expect(environmentFor({ mixedPrecision: true }, '-1')).toMatchObject({ NVIDIA_TF32_OVERRIDE: '0' });
  expect(environmentFor({ tf32: true }, '0')).toMatchObject({ NVIDIA_TF32_OVERRIDE: '1' });
  expect(environmentFor({ xla: true }, '0')).toMatchObject({ TF_XLA_FLAGS: '--tf_xla_auto_jit=2' });
});

test.each([{ xla: true }, { tf32: true }] as const)('%o without a GPU is a Problem', (arithmetic) => {
  expect(() => environmentFor(arithmetic, '-1')).toThrow(Problem);
  expect(() => environmentFor(arithmetic, '-1')).toThrow(expect.objectContaining({ code: exitCode.machine }));
});
