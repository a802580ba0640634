import { cpus } from 'node:os';
import { commandLine } from '../../base/command-line.ts';
import { computingThreads } from '../../base/machine/capacity.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { version } from '../../base/version.ts';
import { runnerVariable } from '../../job/folder.ts';
import type { Result } from '../../job/result.ts';
import { backend } from '../../model/engine/kernel.ts';
import { kernelsInUse } from '../../model/engine/own-kernels.ts';

/** @throws Problem where this job was given a GPU and TensorFlow does not use it: a CPU in its stead is an error */
export function checkDevice(): void {
  const gpu = givenGpu(process.env);
  if (gpu === undefined || backend().isUsingGpuDevice) return;
  throw new Problem(
    `The job was given the GPU ${gpu}, and TensorFlow does not use it`,
    `Run \`${commandLine('doctor')}\`, or set REDISTILL_DEVICE=cpu to train on the CPU`,
    exitCode.machine,
  );
}

/** The GPU that a runner or a cluster gave to this job; a GPU that a user merely sees is not given. */
export function givenGpu(environment: NodeJS.ProcessEnv): string | undefined {
  const { [runnerVariable]: runner, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_GPUS: ofCluster } = environment;
  const { CUDA_VISIBLE_DEVICES: visible, REDISTILL_DEVICE: asked } = environment;
  // The script of an array hides what was not given. A cluster that counts no GPUs may have some all the same.
  const named = runner ? visible : task && (visible ?? (ofCluster || (asked === 'gpu' ? 'of this node' : '')));
  return named && named !== '-1' ? named : undefined;
}

/** Which programs and which machine a result comes from. */
export function environment(): Result['environment'] {
  return {
    redistill: version,
    node: process.versions.node,
    tensorflow: backend().binding.TF_Version,
    device: backend().isUsingGpuDevice ? 'GPU' : (cpus()[0]?.model ?? 'CPU'),
    threads: computingThreads(),
    kernels: kernelsInUse(),
  };
}
