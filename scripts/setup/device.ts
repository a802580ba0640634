import { spawnSync } from 'node:child_process';
import { Problem } from '../../harness/base/problem.ts';
import { findProgram } from './machine.ts';

/** Which of TensorFlow's two builds: the one for processors alone, or the one that also drives NVIDIA GPUs. */
export type Build = 'cpu' | 'cuda';

/**
 * The build for this machine: CUDA's where `nvidia-smi -L` finds a GPU, else the CPU's.
 * REDISTILL_TENSORFLOW=cpu or =cuda decides instead.
 * @throws Problem for any other value
 */
export function chooseBuild(environment: NodeJS.ProcessEnv): Build {
  const asked = environment.REDISTILL_TENSORFLOW || undefined;
  if (asked === 'cpu' || asked === 'cuda') return asked;
  if (asked !== undefined) {
    throw new Problem(`REDISTILL_TENSORFLOW is '${asked}'`, 'Set it to cpu or cuda, or leave it out');
  }
  return hasGpu(environment) ? 'cuda' : 'cpu';
}

/** Does NVIDIA's driver find a GPU? No process is started where its tool is not installed. */
function hasGpu(environment: NodeJS.ProcessEnv): boolean {
  const tool = findProgram('nvidia-smi', environment);
  if (tool === undefined) return false;
  // A hanging driver must not hang the start.
  const list = spawnSync(tool, ['-L'], { encoding: 'utf8', timeout: 30_000, env: environment });
  return list.status === 0 && /^GPU \d+:/m.test(list.stdout);
}
