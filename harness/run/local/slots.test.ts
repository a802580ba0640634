import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentOf, findSlots, gpusIn, type SlotOptions, slotsOfCores, slotsOfGpus } from './slots.ts';

const list = `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aaaa)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-bbbb)
`;

const memory = 64e9;

describe('slots', () => {
  test.each([
    [1, 2, 2],
    [1, 1, 1],
    [2, 5, 2],
    [4, 2, 1],
  ])('jobs of %i threads on %i cores: %i', (threads, cores, slots) => {
    expect(slotsOfCores(threads, { cores, memory })).toHaveLength(slots);
  });

  test('no more than memory has room for, and one in any case', () => {
    expect(slotsOfCores(1, { cores: 64, memory: 4e9 })).toHaveLength(4);
    expect(slotsOfCores(1, { cores: 64, memory: 5e8 })).toHaveLength(1);
  });

  test('as many as a user says', () => {
    expect(slotsOfCores(1, { cores: 64, memory }, 3)).toHaveLength(3);
    expect(slotsOfCores(4, { cores: 2, memory }, 3)).toEqual(Array(3).fill({ threads: 2, gpu: undefined }));
  });

  test('a job never has more threads than there are cores', () => {
    expect(slotsOfCores(4, { cores: 2, memory })).toEqual([{ threads: 2, gpu: undefined }]);
  });

  test('one a GPU, each with its share of the cores', () => {
    expect(slotsOfGpus(['GPU-aaaa', 'GPU-bbbb'], { cores: 16, memory })).toEqual([
      { threads: 8, gpu: 'GPU-aaaa' },
      { threads: 8, gpu: 'GPU-bbbb' },
    ]);
  });

  test('a job sees its own GPU alone, and none where it has none', () => {
    expect(environmentOf({ threads: 8, gpu: 'GPU-bbbb' })).toMatchObject({
      CUDA_VISIBLE_DEVICES: 'GPU-bbbb',
      TF_NUM_INTRAOP_THREADS: '8',
    });
    expect(environmentOf({ threads: 1, gpu: undefined })).toMatchObject({ CUDA_VISIBLE_DEVICES: '-1' });
  });
});

describe('huge pages', () => {
  // A kernel may have none, or have been told to give none.
  const enabled = '/sys/kernel/mm/transparent_hugepage/enabled';
  const given = existsSync(enabled) ? readFileSync(enabled, 'utf8') : '';
  const program = `const large = Buffer.alloc(2 ** 26, 1);
    console.log(large.length, require('node:fs').readFileSync('/proc/self/smaps_rollup', 'utf8').match(/AnonHugePages: +(\\d+)/)[1]);`;

  /** How many kilobytes of a process with an array of 64 MiB are in huge pages. */
  async function kilobytes(environment: NodeJS.ProcessEnv): Promise<number> {
    const env = environmentOf({ threads: 1, gpu: undefined }, environment);
    const { stdout } = await execa(process.execPath, ['-e', program], { env });
    return Number(stdout.split(' ')[1]);
  }

  test.skipIf(!given.includes('[madvise]'))('hold what a job allocates, unless the user says otherwise', async () => {
    expect(await kilobytes({})).toBeGreaterThan(60 * 1024);
    expect(await kilobytes({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' })).toBe(0);
  });
});

describe('GPUs', () => {
  test('are known by their UUIDs', () => {
    expect(gpusIn(list, undefined)).toEqual(['GPU-aaaa', 'GPU-bbbb']);
    expect(gpusIn('No devices were found', undefined)).toEqual([]);
  });

  test.each([
    ['1', ['1']],
    ['GPU-bbbb, 0', ['GPU-bbbb', '0']],
    ['', []],
    ['-1', []],
    ['1,-1,0', ['1']],
  ])('CUDA_VISIBLE_DEVICES=%s chooses among them', (visible, gpus) => {
    expect(gpusIn(list, visible)).toEqual(gpus);
  });
});

describe('named GPUs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redistill-slots-'));
    await writeFile(join(folder, 'nvidia-smi'), `#!/bin/sh\ncat <<'END'\n${list}END\n`, { mode: 0o755 });
  });
  afterAll(() => rm(folder, { recursive: true }));
  const environment = () => ({ PATH: `${folder}:${process.env.PATH}` });
  const gpusOf = async (options: SlotOptions) =>
    (await findSlots(1, options, environment(), { cores: 8, memory })).map(({ gpu }) => gpu);

  test('are those that are used, all where none is named', async () => {
    expect(await gpusOf({})).toEqual(['GPU-aaaa', 'GPU-bbbb']);
    expect(await gpusOf({ gpus: ['1'] })).toEqual(['1']);
  });

  test('are there', async () => {
    await expect(gpusOf({ gpus: ['0', '2'] })).rejects.toThrow("--gpus 0,2 names '2', and there is no such GPU");
    await expect(gpusOf({ gpus: ['cuda:0'] })).rejects.toThrow("names 'cuda:0', and there is no such GPU");
  });

  test('are not for jobs on the CPU, nor is how many of these run at once for GPUs', async () => {
    const contrary = { ...environment(), REDISTILL_DEVICE: 'cpu' };
    await expect(findSlots(1, { gpus: ['0'] }, contrary)).rejects.toThrow(
      '--gpus 0 asks for a GPU, and REDISTILL_DEVICE=cpu for none',
    );
    await expect(gpusOf({ atOnce: 2 })).rejects.toThrow('--at-once is for jobs on a CPU, and these have GPUs');
  });

  test('are named where none is there', async () => {
    await expect(findSlots(1, { gpus: ['0'] }, { PATH: '/nowhere' })).rejects.toThrow(
      '--gpus 0 asks for a GPU, and there is none',
    );
  });

  test('take several jobs each, the first of all before the second of any, with a share of the cores', async () => {
    expect(await gpusOf({ jobsPerGpu: 2 })).toEqual(['GPU-aaaa', 'GPU-bbbb', 'GPU-aaaa', 'GPU-bbbb']);
    expect(
      (await findSlots(1, { jobsPerGpu: 2 }, environment(), { cores: 8, memory })).map(({ threads }) => threads),
    ).toEqual([2, 2, 2, 2]);
  });
});

describe('REDISTILL_DEVICE', () => {
  test('cpu leaves the GPUs alone', async () => {
    expect(await findSlots(1, {}, { REDISTILL_DEVICE: 'cpu' }, { cores: 2, memory })).toHaveLength(2);
  });

  test('gpu insists on one', async () => {
    const environment = { REDISTILL_DEVICE: 'gpu', CUDA_VISIBLE_DEVICES: '-1' };
    await expect(findSlots(1, {}, environment)).rejects.toThrow(
      'REDISTILL_DEVICE=gpu asks for a GPU, and there is none',
    );
  });

  test('is nothing else', async () => {
    await expect(findSlots(1, {}, { REDISTILL_DEVICE: 'tpu' })).rejects.toThrow("REDISTILL_DEVICE is 'tpu'");
  });
});
