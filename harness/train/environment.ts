import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { backend } from '../engine/kernel.ts';
import type { Result } from '../job/result.ts';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Which programs and which machine a result comes from. */
export function environment(): Result['environment'] {
  return {
    redistill: version,
    node: process.versions.node,
    tensorflow: backend.binding.TF_Version,
    device: backend.isUsingGpuDevice ? 'GPU' : (cpus()[0]?.model ?? 'CPU'),
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS ?? availableParallelism()),
  };
}
