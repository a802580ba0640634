import { z } from 'zod';
import { exitCode, Problem } from '../base/problem.ts';

const asked = z.literal(true).optional();

/**
 * What makes a job faster at the cost of other bits; all of it off by default. It is a part of the job's
 * identity, and so of its result.
 */
export const arithmeticSchema = z.strictObject({
  /** Compiles steps with XLA. For GPUs: on a CPU it halves the speed. */
  xla: asked,
  /** Lets GPUs round the factors of products to ten bits. */
  tf32: asked,
  /** Convolutions compute in bfloat16; all else, the weights included, in float32. */
  mixedPrecision: asked,
});
export type Arithmetic = z.infer<typeof arithmeticSchema>;

/** @throws Problem where it is for GPUs alone, and a job has none */
export function checkArithmetic({ xla, tf32 }: Arithmetic, hasGpu: boolean): void {
  const gpuAlone = xla ? '--xla' : tf32 ? '--tf32' : undefined;
  if (gpuAlone === undefined || hasGpu) return;
  throw new Problem(`${gpuAlone} is for GPUs, and there is none for the job`, 'Leave it out', exitCode.machine);
}

/**
 * Sets what TensorFlow and CUDA read when they are loaded.
 * @throws Problem where it is for a GPU alone, and this process is given none
 */
export function prepareArithmetic(arithmetic: Arithmetic, environment: NodeJS.ProcessEnv): void {
  const { xla, tf32 } = arithmetic;
  checkArithmetic(arithmetic, environment.CUDA_VISIBLE_DEVICES !== '-1');
  if (xla) environment.TF_XLA_FLAGS = '--tf_xla_auto_jit=2';
  // CUDA's libraries use it by themselves otherwise.
  environment.NVIDIA_TF32_OVERRIDE = tf32 ? '1' : '0';
}
