import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { BatchMaker } from '../data/sets/batch-maker.ts';
import { fetchData } from '../data/sets/fetch-data.ts';
import { loadAnyData } from '../data/sets/registry.ts';
import { jobFiles } from '../job/folder.ts';
import { configurationSchema } from '../job/job.ts';
import { makeJob, readResult, startJob } from './fixture.ts';
import { imagenetStudent, imagenetTeacher, makeImages } from './fixtures/imagenet-job.ts';
import { batchThreads } from './loop/batch-threads.ts';
import { testBatches } from './loop/test-batches.ts';

const root = await mkdtemp(join(tmpdir(), 'redistill-imagenet-job-'));
let images: string;
vi.stubEnv('REDISTILL_DATA', join(root, 'data'));
afterAll(() => rm(root, { recursive: true }));

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  images = await makeImages(root);
  await fetchData('imagenet', { from: images });
});

const source = async () => ({
  data: await loadAnyData(imagenetStudent.dataset),
  seed: 1,
  batch: 16,
  negatives: 4,
});

test('batches depend on the seed and the step alone, whatever thread makes them', async () => {
  const from = { ...(await source()), augmented: ['secondCrop', 'rotations'] as const };
  const request = (step: number) => ({ purpose: '', epoch: 1 + Math.floor(step / 3), step });
  vi.stubEnv('TF_NUM_INTRAOP_THREADS', '3');
  const threads = batchThreads(from);
  vi.stubEnv('TF_NUM_INTRAOP_THREADS', undefined);
  expect(threads.count).toBe(3);
  for (let step = 0; step < 6; step++) {
    const batch = await threads.take(
      request(step),
      [1, 2, 3].map((i) => request(step + i)),
    );
    // Another one each time: nothing was made before.
    const made = await new BatchMaker(from).make(request(step));
    expect(isDeepStrictEqual(batch, made), `step ${step}`).toBe(true);
    expect(batch.images.length).toBe((step % 3 === 2 ? 4 : 16) * 32 * 32 * 3);
    expect(isDeepStrictEqual(batch.secondCropImages, batch.images)).toBe(false);
    expect(batch.rotatedImages!.length).toBe(4 * batch.images.length);
  }
  await threads.stop();
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map((seed) => new BatchMaker({ ...from, seed }).make(request(0))),
  );
  expect(again).toEqual(first);
  expect(other!.images).not.toEqual(first!.images);
});

test('images in files have no strong augmentation', async () => {
  const from = await source();
  expect(() => batchThreads({ ...from, augmented: ['strong'] })).toThrow(
    'images that stay in their files have no strong augmentation',
  );
});

test('test images come in order, and the last one fills the last batch up', async () => {
  const { data } = await source();
  const whole: Float32Array[] = [];
  for await (const batch of testBatches(data, 9)) whole.push(batch);
  const parts: Float32Array[] = [];
  for await (const batch of testBatches(data, 4)) parts.push(batch);
  expect(whole).toHaveLength(1);
  const size = 32 * 32 * 3;
  const last = whole[0]!.subarray(8 * size);
  const expected = [...whole[0]!, ...last, ...last, ...last];
  expect(parts.flatMap((part) => [...part])).toEqual(expected);
});

test('an image that cannot be read ends a job with a sentence', async () => {
  const folder = await makeJob(join(root, 'damaged'), configurationSchema.parse({ ...imagenetTeacher, seed: 5 }));
  await writeFile(join(images, 'train/n01443537/n01443537_3.JPEG'), 'nothing');
  const { stderr, exitCode: code } = await startJob(folder);
  expect(stderr.split('\n').at(-1)).toMatch(
    /^redistill: .+\/train\/n01443537\/n01443537_3\.JPEG cannot be decoded \(.+\)\. Take the file /,
  );
  expect(code).toBe(exitCode.data);
  await expect(readResult(folder)).rejects.toThrow(jobFiles(folder).result);
});
