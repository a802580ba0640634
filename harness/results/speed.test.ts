import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import type { NetworkName } from '../job/network.ts';
import { measureSpeed } from '../tools/bench/measure-speed.ts';
import { type MachineSpeed, multiplyAccumulatesPerSecond, readSpeed, writeSpeed } from './speed.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-speed-'));
afterAll(() => rm(folder, { recursive: true }));
vi.stubEnv('REDISTILL_DEVICE', 'cpu');

test('training steps are measured in processes as jobs have them, and kept', async () => {
  const speed = await measureSpeed(['resnet8']);
  expect(speed).toMatchObject({ threads: 1, date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  // A slow core does 10^8 a second, the fastest GPU less than 10^15.
  expect(speed.rates.resnet8).toBeGreaterThan(1e7);
  expect(speed.rates.resnet8).toBeLessThan(1e15);
  const results = join(folder, 'new');
  expect(await writeSpeed(speed, results)).toBe(join(results, 'bench.json'));
  expect(await readSpeed(results)).toEqual(speed);
});

test('a process that fails is a Problem', async () => {
  await expect(measureSpeed(['resnet9' as NetworkName])).rejects.toMatchObject({ code: exitCode.machine });
});

test('what was not kept, or is damaged, is nothing', async () => {
  expect(await readSpeed(join(folder, 'nowhere'))).toBeUndefined();
  await writeFile(join(folder, 'bench.json'), '{"rates":');
  expect(await readSpeed(folder)).toBeUndefined();
});

test('a network that was not measured has the mean of all', () => {
  const speed = { rates: { resnet8: 10, vgg8: 30 } } as unknown as MachineSpeed;
  expect([multiplyAccumulatesPerSecond(speed, 'vgg8'), multiplyAccumulatesPerSecond(speed, 'resnet20')]).toEqual([
    30, 20,
  ]);
});
