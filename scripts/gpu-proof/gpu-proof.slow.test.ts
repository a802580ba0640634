// The steps as they run without a GPU, each in part.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { proofSchema } from './proof.ts';
import { runProof } from './run-proof.ts';
import { compileTakeGpu } from './steps/lost-gpu.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-gpu-proof-'));
afterAll(() => rm(folder, { recursive: true }));

test('every step passes on a CPU, or says why it is not possible', async () => {
  const proof = join(folder, 'proof');
  const options = { device: 'cpu', short: true, steps: undefined, minutes: 10, reference: undefined } as const;
  await runProof({ ...options, folder: proof });
  const { steps } = proofSchema.parse(JSON.parse(await readFile(join(proof, 'proof.json'), 'utf8')));
  const outcomes = Object.entries(steps).map(([name, { outcome, why }]) => [name, why ?? outcome]);
  expect(Object.fromEntries(outcomes)).toEqual({
    doctor: 'passed',
    parity: 'passed',
    digits: 'passed',
    resume: 'passed',
    'two-jobs': 'passed',
    'memory-growth': 'a processor shares its memory anyway',
    'hidden-gpu': 'passed',
    'lost-gpu': 'there is no GPU to lose',
    speed: 'passed',
    'beside-eager': 'no --reference was given',
    'beside-compiled': 'no --reference was given',
    xla: '--xla is for GPUs',
    tf32: '--tf32 is for GPUs',
    'mixed-precision': 'passed',
  });
  expect(steps.resume?.facts).toEqual({ kills: expect.any(Number), 'jobs with the same bits': 2 });
});

test('a process that has CUDA loses its context when the sign is there, and once', async () => {
  const [library, cuda, sign] = [join(folder, 'take-gpu.so'), join(folder, 'libcuda.so.1'), join(folder, 'sign')];
  await compileTakeGpu(library);
  // Stands for the driver: it notes what it is asked to do.
  const source = join(folder, 'cuda.cc');
  await writeFile(
    source,
    `#include <cstdio>
     extern "C" int cuDevicePrimaryCtxReset_v2(int device) { printf("reset %d\\n", device); fflush(stdout); return 0; }`,
  );
  await execa('g++', ['-shared', '-fPIC', '-Wl,-soname,libcuda.so.1', source, '-o', cuda]);
  const run = (preloaded: string) =>
    execa('sleep', ['1'], { env: { LD_PRELOAD: preloaded, REDISTILL_TAKE_GPU: sign }, reject: false });
  const processes = [run(`${library}:${cuda}`), run(`${library}:${cuda}`)];
  await sleep(300);
  await writeFile(sign, '');
  const printed = (await Promise.all(processes)).map(({ stdout }) => stdout);
  expect(printed.toSorted()).toEqual(['', 'reset 0']);
  expect(existsSync(sign)).toBe(false);
  await writeFile(sign, '');
  expect((await run(library)).stdout).toBe('');
  expect(existsSync(sign)).toBe(true);
});
