import { expect, test } from 'vitest';
import { givenGpu } from './environment.ts';

test.each([
  ['a runner gave one', { REDISTILL_RUNNER: '1', CUDA_VISIBLE_DEVICES: 'GPU-1' }, 'GPU-1'],
  ['a runner gave none', { REDISTILL_RUNNER: '1', CUDA_VISIBLE_DEVICES: '-1' }, undefined],
  ['a user sees one', { CUDA_VISIBLE_DEVICES: '0' }, undefined],
  ['a cluster gave one', { SLURM_ARRAY_TASK_ID: '3', SLURM_JOB_GPUS: '2', CUDA_VISIBLE_DEVICES: '0' }, '0'],
  ['a cluster gave one and names it itself alone', { SLURM_ARRAY_TASK_ID: '3', SLURM_JOB_GPUS: '2' }, '2'],
  ['a cluster gave none', { SLURM_ARRAY_TASK_ID: '3', CUDA_VISIBLE_DEVICES: '-1' }, undefined],
  ['the user insists on what a node has', { SLURM_ARRAY_TASK_ID: '3', REDISTILL_DEVICE: 'gpu' }, 'of this node'],
])('is a GPU given: %s', (_, environment, gpu) => {
  expect(givenGpu(environment)).toBe(gpu);
});
