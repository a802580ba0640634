import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { backend } from '../engine/kernel.ts';
import { runnerVariable } from '../job/folder.ts';
import type { Result } from '../job/result.ts';
import { exitCode, Problem } from '../problem.ts';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** @throws Problem where the runner gave this job a GPU and TensorFlow does not use it: a CPU in its stead is an error */
export function checkDevice(): void {
  const { CUDA_VISIBLE_DEVICES: gpu = '' } = process.env;
  if (!process.env[runnerVariable] || gpu === '' || gpu === '-1' || backend().isUsingGpuDevice) return;
  throw new Problem(
    `The job was given the GPU ${gpu}, and TensorFlow does not use it`,
    'Run `npm run doctor`, or set REDISTILL_DEVICE=cpu to train on the CPU',
    exitCode.machine,
  );
}

/** Which programs and which machine a result comes from. */
export function environment(): Result['environment'] {
  return {
    redistill: version,
    node: process.versions.node,
    tensorflow: backend().binding.TF_Version,
    device: backend().isUsingGpuDevice ? 'GPU' : (cpus()[0]?.model ?? 'CPU'),
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS ?? availableParallelism()),
  };
}
