import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { datasetSchema } from '../../job/dataset.ts';
import { fetchData } from './fetch-data.ts';
import { makeCifar100 } from './fixtures/cifar100.ts';
import { trainingImages } from './registry.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-images-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
afterAll(() => rm(folder, { recursive: true }));

const count = (dataset: object) => trainingImages(datasetSchema.parse(dataset));

test('of digits as many as are asked for, of CIFAR-100 50,000, whether it is there or not', async () => {
  expect(await count({ name: 'digits', training: 500, test: 100 })).toBe(500);
  expect(await count({ name: 'cifar100' })).toBe(50_000);
});

test('of another archive as many as were unpacked', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { path, sha256: archive } = await makeCifar100(folder, { training: 30, test: 7 });
  expect(await count({ name: 'cifar100', archive })).toBeUndefined();
  await fetchData('cifar100', { from: path, sha256: archive });
  expect(await count({ name: 'cifar100', archive })).toBe(30);
});
