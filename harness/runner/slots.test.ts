import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentOf, findSlots, gpusIn, type SlotOptions, slotsFor } from './slots.ts';

const list = `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aaaa)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-bbbb)
`;

describe('slots', () => {
  test.each([
    [1, 2, 2],
    [1, 1, 1],
    [2, 5, 2],
    [4, 2, 1],
  ])('jobs of %i threads on %i cores: %i', (threads, cores, slots) => {
    expect(slotsFor([], threads, cores)).toHaveLength(slots);
  });

  test('a job never has more threads than there are cores', () => {
    expect(slotsFor([], 4, 2)).toEqual([{ threads: 2, gpu: undefined }]);
  });

  test('one a GPU, each with its share of the cores', () => {
    expect(slotsFor(['GPU-aaaa', 'GPU-bbbb'], 1, 16)).toEqual([
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
  const gpusOf = async (options: SlotOptions) => (await findSlots(1, options, environment(), 8)).map(({ gpu }) => gpu);

  test('are those that are used, all where none is named', async () => {
    expect(await gpusOf({})).toEqual(['GPU-aaaa', 'GPU-bbbb']);
    expect(await gpusOf({ gpus: ['1'] })).toEqual(['1']);
  });

  test('take several jobs each, the first of all before the second of any, with a share of the cores', async () => {
    expect(await gpusOf({ jobsPerGpu: 2 })).toEqual(['GPU-aaaa', 'GPU-bbbb', 'GPU-aaaa', 'GPU-bbbb']);
    expect((await findSlots(1, { jobsPerGpu: 2 }, environment(), 8)).map(({ threads }) => threads)).toEqual([
      2, 2, 2, 2,
    ]);
  });
});

describe('REDISTILL_DEVICE', () => {
  test('cpu leaves the GPUs alone', async () => {
    expect(await findSlots(1, {}, { REDISTILL_DEVICE: 'cpu' }, 2)).toEqual(slotsFor([], 1, 2));
  });

  test('gpu insists on one', async () => {
    const environment = { REDISTILL_DEVICE: 'gpu', CUDA_VISIBLE_DEVICES: '-1' };
    await expect(findSlots(1, {}, environment, 2)).rejects.toThrow(
      'REDISTILL_DEVICE=gpu asks for a GPU, and there is none',
    );
  });

  test('is nothing else', async () => {
    await expect(findSlots(1, {}, { REDISTILL_DEVICE: 'tpu' }, 2)).rejects.toThrow("REDISTILL_DEVICE is 'tpu'");
  });
});
