import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test, vi } from 'vitest';
import { programCommand } from '../../base/typescript.ts';
import type { NetworkName } from '../../model/nets/registry.ts';
import { chosen, frozenTeacher, noise } from '../fixtures/frozen-teacher.ts';
import { TeacherCache } from '../teacher-cache/teacher-cache.ts';
import { TeacherOutputs } from './teacher-outputs.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-teacher-'));
afterAll(() => rm(folder, { recursive: true }));

/** One of each family of the paper's teachers. */
const teachers: NetworkName[] = ['resnet20', 'resnet8x4', 'wrn_16_2', 'vgg8'];
const batch = noise();
const all = Array.from(batch.indices);

test('a teacher gives the same bits with any number of threads', async () => {
  const bits = async (threads: number) => {
    const [program, ...args] = programCommand('harness/train/fixtures/teacher-bits.ts');
    const env = { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) };
    const { stdout } = await execa(program, [...args, ...teachers], { env });
    return stdout.split('\n');
  };
  const [one, two] = await Promise.all([bits(1), bits(2)]);
  expect(new Set(one).size).toBe(teachers.length);
  expect(two).toEqual(one);
});

test.each(teachers)(
  '%s gives an image the same bits wherever it stands, whatever stands beside it, and however many it takes at once',
  async (name) => {
    const options = await frozenTeacher(name);
    const outputs = new TeacherOutputs(options);
    const whole = outputs.of(batch);
    const row = (values: Float32Array, of: number, index: number) => {
      const width = values.length / of;
      return values.slice(index * width, (index + 1) * width);
    };
    for (const indices of [all.toReversed(), [7], all.filter((index) => index % 3 === 0)]) {
      const part = outputs.of(chosen(batch, indices));
      indices.forEach((index, i) => {
        expect(row(part.teacherLogits, indices.length, i)).toEqual(row(whole.teacherLogits, all.length, index));
        expect(row(part.teacherPooled, indices.length, i)).toEqual(row(whole.teacherPooled, all.length, index));
      });
    }
    options.program.dispose();
    for (const atOnce of [all.length, 64]) {
      const others = await frozenTeacher(name, atOnce);
      expect(new TeacherOutputs(others).of(batch)).toEqual(whole);
      others.program.dispose();
    }
  },
);

test('only what is missing is computed, and kept', async () => {
  const options = await frozenTeacher('resnet8');
  const fresh = new TeacherOutputs(options).of(batch);
  const run = vi.spyOn(options.program, 'run');
  const width = 10 + 64;
  const cache = await TeacherCache.open({
    folder,
    identity: {},
    images: all.length,
    outcomes: 1,
    width,
    bytes: 1e6,
    onProblem: ({ message }) => expect.fail(message),
  });
  const outputs = new TeacherOutputs({ ...options, cache });
  outputs.of(chosen(batch, all.slice(0, 30)));
  expect(run).toHaveBeenCalledTimes(2);
  expect(cache.filled()).toBe(30);
  expect(outputs.of(batch)).toEqual(fresh);
  expect(run).toHaveBeenCalledTimes(3);
  expect(outputs.of(batch)).toEqual(fresh);
  expect(run).toHaveBeenCalledTimes(3);
  // It is the kept values that come back.
  cache.write(5, 0, new Float32Array(width).fill(1.5));
  expect(outputs.of(batch).teacherLogits.slice(50, 60)).toEqual(new Float32Array(10).fill(1.5));
  cache.close();
  options.program.dispose();
});
