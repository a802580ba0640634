import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { checkGpu } from '../base/machine/device.ts';
import { checkKernels } from '../base/machine/kernels.ts';
import { gpusInLog, memoryFact, threadsFact } from './doctor.ts';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

/** The doctor as a process. */
function visit(environment: NodeJS.ProcessEnv = {}) {
  const code = `
    import { doctor } from './harness/cli/doctor.ts';
    import { explain } from './harness/base/problem.ts';
    process.exitCode = await doctor().catch(explain);`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', code];
  return execa(process.execPath, args, { cwd, env: environment, reject: false });
}

test('the doctor names what Redistill runs on, and TensorFlow computes right', async () => {
  const { stdout, stderr, exitCode } = await visit();
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const facts = Object.fromEntries(stdout.split('\n').map((line) => line.split(/ {2,}/)));
  expect(Object.keys(facts)).toEqual([
    'Redistill',
    'Node',
    'TensorFlow',
    'Device',
    'Kernels',
    'Threads',
    'Memory',
    'Cache',
    'A product',
  ]);
  expect(facts.TensorFlow).toMatch(/^2\.21\.0, from the wheel tensorflow(-cpu)? 2\.21\.0 \((cpu|cuda)\)$/);
  expect(facts['A product']).toBe('right');
});

test('a GPU that was asked for and is not used is an error', async () => {
  const { stderr, exitCode } = await visit({ REDISTILL_DEVICE: 'gpu', CUDA_VISIBLE_DEVICES: '-1' });
  expect(exitCode).toBe(6);
  expect(stderr).toBe(
    'redistill: REDISTILL_DEVICE=gpu asks for a GPU, and TensorFlow does not use one. Check that `nvidia-smi -L` lists it and that CUDA_VISIBLE_DEVICES does not hide it, or do not ask for one',
  );
  expect(() => checkGpu(false, { REDISTILL_TENSORFLOW: 'cuda' })).toThrow('REDISTILL_TENSORFLOW=cuda asks for a GPU');
  expect(() => checkGpu(true, { REDISTILL_TENSORFLOW: 'cuda', REDISTILL_DEVICE: 'gpu' })).not.toThrow();
  expect(() => checkGpu(false, { REDISTILL_TENSORFLOW: 'cpu' })).not.toThrow();
  expect(() => checkGpu(false, { REDISTILL_TENSORFLOW: 'cuda', REDISTILL_DEVICE: 'cpu' })).not.toThrow();
});

test('kernels that were asked for are there, or that is an error', async () => {
  const { stdout, exitCode } = await visit({ REDISTILL_KERNELS: 'tensorflow' });
  expect(stdout).toMatch(/^Kernels {5}tensorflow$/m);
  expect(exitCode).toBe(0);
  const unknown = await visit({ REDISTILL_KERNELS: 'AVX2' });
  expect(unknown).toMatchObject({
    exitCode: 2,
    stderr: "redistill: REDISTILL_KERNELS is 'AVX2'. Set it to avx512, avx2 or tensorflow, or leave it out",
  });
  expect(() => checkKernels('avx2', { REDISTILL_KERNELS: 'avx512' })).toThrow(
    'asks for avx512, and there are those of avx2',
  );
  expect(() => checkKernels('avx2', {})).not.toThrow();
});

test("the GPUs are read from TensorFlow's log", () => {
  const log = `
2026-11-24 15:50:48.000000: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized
I0000 00:00:1795535247.1 8606 gpu_device.cc:2040] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 78762 MB memory:  -> device: 0, name: NVIDIA H100 80GB HBM3, pci bus id: 0000:18:00.0, compute capability: 9.0
I0000 00:00:1795535247.2 8606 gpu_device.cc:2040] Created device /job:localhost/replica:0/task:0/device:GPU:1 with 14000 MB memory:  -> device: 1, name: Tesla T4, pci bus id: 0000:19:00.0, compute capability: 7.5`;
  expect(gpusInLog(log)).toEqual(['NVIDIA H100 80GB HBM3 (78762 MB)', 'Tesla T4 (14000 MB)']);
  expect(gpusInLog('')).toEqual([]);
});

test("a container's quota is told where it is less than the machine", () => {
  const none = { cores: undefined, memory: undefined };
  expect(threadsFact(none)).toMatch(/^\d+ of \d+ cores$/);
  expect(memoryFact(none)).toMatch(/^[\d.]+ GB, of which [\d.]+ GB are free$/);
  expect(memoryFact({ ...none, memory: 3e8 })).toMatch(/^0\.3 GB of [\d.]+ GB, by this container's limit$/);
  if (availableParallelism() > 1) {
    expect(threadsFact({ ...none, cores: 1.5 })).toMatch(/^1 of \d+ cores, by this container's quota of 1\.5$/);
  }
});
